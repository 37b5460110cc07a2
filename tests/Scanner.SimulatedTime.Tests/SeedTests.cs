using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Scanner.SimulatedTime.Tests;

/// <summary>
/// The whole worker on a simulated clock under faults drawn at random. <c>SCANNER_SEEDS</c> is how many seeds are run, 200 by default;
/// one that fails is printed with its story, and <c>dotnet run --project tests/Scanner.SimulatedTime -c Release -- SEED</c> runs it again.
/// </summary>
public sealed partial class SeedTests(ITestOutputHelper output)
{
    private const int Storms = 2;

    [Fact]
    public async Task Seeds_AfterEachStorm_AllIsAsPromised()
    {
        var seeds = int.Parse(Environment.GetEnvironmentVariable("SCANNER_SEEDS") ?? "200", CultureInfo.InvariantCulture);
        var processes = Math.Min(Environment.ProcessorCount, Math.Max(1, seeds / 10));
        var runs = Enumerable.Range(0, processes)
            .Select(p => (First: seeds * p / processes, Last: seeds * (p + 1) / processes))
            .Select(s => SimulatedTimeProcess.RunAsync(s.First, s.Last - s.First, Storms));
        var results = await Task.WhenAll(runs);
        foreach (var result in results)
            output.WriteLine(result.Output);
        Assert.All(results, r => Assert.True(r.Code == 0, r.Output));
        Assert.Equal(seeds, results.Sum(r => int.Parse(Ran().Match(r.Output).Groups["seeds"].Value, CultureInfo.InvariantCulture)));
    }

    /// <summary>Without this a seed would say nothing to whoever runs it again.</summary>
    [Fact]
    public async Task Seed_InTwoProcesses_GoesTheSameWay()
    {
        var results = await Task.WhenAll(SimulatedTimeProcess.RunAsync(1, 5, Storms), SimulatedTimeProcess.RunAsync(1, 5, Storms));
        var hashes = results.Select(r => Hash().Matches(r.Output).Select(m => m.Value).ToList()).ToList();
        Assert.Equal(5, hashes[0].Count);
        Assert.Equal(hashes[0], hashes[1]);
    }

    /// <summary>One worker through many storms: what it holds in memory does not grow. The program compares the middle with the end.</summary>
    [Fact]
    public async Task ManyStorms_MemoryIsFlat()
    {
        var result = await SimulatedTimeProcess.RunAsync(1, 1, 40);
        output.WriteLine(result.Output);
        Assert.True(result.Code == 0, result.Output);
        Assert.Contains("memory of the worker and its cluster", result.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("^(?<seeds>[0-9]+) seeds, 0 failed", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Ran();

    [GeneratedRegex("hash [0-9a-f]{16}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Hash();
}
