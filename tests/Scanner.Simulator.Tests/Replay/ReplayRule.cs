namespace Scanner.Simulator.Tests.Replay;

/// <summary>How far one recorded answer can be compared, and why not further.</summary>
/// <param name="Depth">What is compared besides status and headers.</param>
/// <param name="Because">Empty for a whole comparison.</param>
internal sealed record ReplayRule(ReplayDepth Depth, string Because)
{
    public static readonly ReplayRule Whole = new(ReplayDepth.Body, "");
}
