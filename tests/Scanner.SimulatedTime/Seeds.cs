using System.Diagnostics;

namespace Scanner.SimulatedTime;

/// <summary>Runs seeds one after the other and prints what came of them.</summary>
internal sealed class Seeds(TextWriter output, int storms)
{
    // Of a few the hashes are of interest, by which runs are compared.
    private const int Few = 10;

    private readonly Figures _figures = new();
    private int _failures;

    /// <returns>0 when all went well, 1 when one failed.</returns>
    public async Task<int> RunAsync(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await Run.RunAsync(seed, storms);
            _figures.Add(result);
            if (result.Problem is not null)
            {
                _failures++;
                await output.WriteLineAsync($"seed {seed} failed at {result.Passed}: {result.Problem}");
            }

            if (count == 1 || (result.Problem is not null && _failures <= 3))
                await TellAsync(result);
            if (count <= Few)
                await output.WriteLineAsync($"seed {seed}: {result.Passed.TotalHours:0.0} h, {result.Probes} probes, hash {result.Hash:x16}, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        }

        await output.WriteLineAsync($"{count} seeds, {_failures} failed, {_figures}");
        return _failures == 0 ? 0 : 1;
    }

    private async Task TellAsync(RunResult result)
    {
        foreach (var line in result.Story)
            await output.WriteLineAsync("  " + line);
    }
}
