using System.Diagnostics;

namespace Scanner.SimulatedTime;

/// <summary>Runs seeds one after the other and prints what came of them.</summary>
internal static class Seeds
{
    private const int Storms = 3;

    /// <returns>0 when all went well, 1 when one failed.</returns>
    public static async Task<int> RunAsync(int first, int count, TextWriter output)
    {
        var (start, passed, failures) = (Stopwatch.GetTimestamp(), TimeSpan.Zero, 0);
        SortedDictionary<string, int> faults = new(StringComparer.Ordinal);
        for (var seed = first; seed < first + count; seed++)
        {
            var result = await Run.RunAsync(seed, Storms);
            passed += result.Passed;
            foreach (var (fault, times) in result.Faults)
                faults[fault] = faults.GetValueOrDefault(fault) + times;
            if (result.Problem is not null)
            {
                failures++;
                await output.WriteLineAsync($"seed {seed} failed at {result.Passed}: {result.Problem}");
            }

            if (count == 1 || (result.Problem is not null && failures == 1))
            {
                foreach (var line in result.Story)
                    await output.WriteLineAsync("  " + line);
            }

            if (count < 100)
                await output.WriteLineAsync($"seed {seed}: {result.Passed.TotalHours:0.0} h, {result.Probes} probes, hash {result.Hash:x16}, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        }

        var wall = Stopwatch.GetElapsedTime(start);
        await output.WriteLineAsync($"{count} seeds, {failures} failed, {passed.TotalHours:0} simulated hours in {wall.TotalSeconds:0} s, memory {GC.GetTotalMemory(true) / 1e6:0.0} MB");
        await output.WriteLineAsync(string.Join(", ", faults.Select(f => $"{f.Key} {f.Value}")));
        await output.WriteLineAsync($"gc {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)} pause {GC.GetTotalPauseDuration().TotalSeconds:0.00} alloc {GC.GetTotalAllocatedBytes() / 1e6:0} MB cpu {Environment.CpuUsage.TotalTime.TotalSeconds:0.0}");
        return failures == 0 ? 0 : 1;
    }
}
