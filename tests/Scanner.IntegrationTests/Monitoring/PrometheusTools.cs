using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>Finds the programs of Debian's package <c>prometheus</c> on PATH.</summary>
internal static class PrometheusTools
{
    public const string Server = "prometheus";
    public const string Tool = "promtool";

    /// <summary>The full path; skips the test, naming what is missing, where there is none.</summary>
    public static string Find(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, name)).FirstOrDefault(File.Exists);
        Skip.If(found is null, $"no {name} on PATH (Debian's package prometheus has it)");
        return found!;
    }

    /// <summary>Runs promtool; it must be content.</summary>
    public static async Task AssertContentAsync(string input, params string[] arguments)
    {
        var run = await ProgramProcess.RunAsync(Find(Tool), arguments, input);
        Assert.True(run.ExitCode == 0, $"promtool {string.Join(' ', arguments)}:\n{run.Output}\n{run.Error}");
    }
}
