namespace Scanner.SimulatedTime.Checks;

/// <summary>What a run holds in memory after each calm: the worker with its cluster, which stays of one size.</summary>
internal sealed class Memory
{
    /// <summary>Fewer say nothing.</summary>
    public const int LeastSamples = 20;

    private const double MostGrowth = 1.1;

    // In bytes: some of the last kinds of faults come late, and what they need is there from then on.
    private const double Slack = 300_000;

    private readonly List<double> _samples = [];

    public void Sample() => _samples.Add(GC.GetTotalMemory(forceFullCollection: true));

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Growth() => _samples.Count >= LeastSamples && Last > Middle * MostGrowth + Slack ? $"memory grows: {this}" : null;

    public override string ToString() => $"memory of the worker and its cluster: {Middle / 1e6:0.00} MB in the second quarter, {Last / 1e6:0.00} MB in the last";

    private double Middle => _samples.Skip(_samples.Count / 4).Take(_samples.Count / 4).Average();

    private double Last => _samples.TakeLast(_samples.Count / 4).Average();
}
