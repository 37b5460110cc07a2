namespace Scanner.IntegrationTests.Conformance;

/// <summary>
/// The simulated server answers as a real one of 1.36 did, step by step; where there is a real one it is asked the same. With
/// <c>SCANNER_RECORD_STEPS=1</c> the real server's answers are written into the tables instead.
/// </summary>
public sealed class ConformanceTests(ConformanceServers servers) : IClassFixture<ConformanceServers>
{
    private const string Record = "SCANNER_RECORD_STEPS";
    private const int FewestSteps = 800;

    public static TheoryData<string> Tables => new(ConformanceTable.Names);

    [Fact]
    public void Tables_Steps_AreManyAndAnswered()
    {
        var texts = ConformanceTable.Names.Select(ConformanceTable.Read).ToArray();
        var steps = texts.Sum(t => ConformanceTable.Cases(t).Sum(c => c.Steps.Count));
        Assert.True(steps >= FewestSteps, $"only {steps} steps were found");
        Assert.Equal(2 * steps, texts.Sum(t => t.Split('\n').Count(l => l.StartsWith("< ", StringComparison.Ordinal))));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Simulator_EveryStep_AnswersAsRecorded(string table)
    {
        var run = await servers.GetAsync(real: false);
        Compare(ConformanceTable.Read(table), await run.RunAsync(table, ConformanceTable.Read(table)));
    }

    [SkippableTheory]
    [MemberData(nameof(Tables))]
    public async Task RealServer_EveryStep_AnswersAsRecorded(string table)
    {
        var run = await servers.GetAsync(real: true);
        var answered = await run.RunAsync(table, ConformanceTable.Read(table));
        if (Environment.GetEnvironmentVariable(Record) == "1")
            ConformanceTable.Write(table, answered);
        Compare(ConformanceTable.Read(table), answered);
    }

    private static void Compare(string recorded, string answered)
    {
        var (expected, actual) = (Steps(recorded), Steps(answered));
        Assert.Equal(expected.Count, actual.Count);
        var different = expected.Zip(actual).Where(p => p.First != p.Second).Select(p => $"{p.First}\n--- answered:\n{Answer(p.Second)}\n").ToArray();
        Assert.True(different.Length == 0, $"{different.Length} of {expected.Count} steps differ\n{string.Join('\n', different)}");
    }

    // A step begins with its request; titles stand before the first of their case.
    private static List<string> Steps(string text)
    {
        var steps = new List<string>();
        foreach (var line in text.Split('\n').Where(l => l.Length > 0))
        {
            if (steps.Count == 0 || char.IsAsciiLetterUpper(line[0]) || line[0] == '=')
                steps.Add(line);
            else
                steps[^1] += "\n" + line;
        }

        return steps;
    }

    private static string Answer(string step) => string.Join('\n', step.Split('\n').Where(l => l[0] is '<' or '!'));
}
