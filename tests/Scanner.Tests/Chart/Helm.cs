using System.Diagnostics;
using Scanner.Fixtures;
using YamlDotNet.RepresentationModel;

namespace Scanner.Tests.Chart;

/// <summary>Helm as its users call it, on the chart of this checkout.</summary>
internal static class Helm
{
    private static readonly Lazy<string?> s_program = new(() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "helm"))
        .FirstOrDefault(File.Exists));

    /// <summary>Values that switch everything on.</summary>
    public const string Everything =
        "replicaCount=2,serviceMonitor.enabled=true,podMonitor.enabled=true,prometheusRule.enabled=true,dashboards.enabled=true,networkPolicy.enabled=true,"
        + "webListen=0.0.0.0:8081,config.events=true,rbac.readers[0].kind=Group,rbac.readers[0].name=sec,rbac.readers[0].apiGroup=rbac.authorization.k8s.io";

    public static string ChartFolder { get; } = Checkout.PathOf("charts", "ephemeral-scanner");

    public static void SkipUnlessThere() => Skip.If(s_program.Value is null, "helm is not on PATH");

    /// <summary>What it prints on both streams, and its exit code.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(s_program.Value!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The objects of a release <c>scanner</c> in the namespace <c>scanner</c>, for Kubernetes 1.36.</summary>
    /// <param name="values">As <c>--set</c> takes them.</param>
    public static async Task<IReadOnlyList<YamlMappingNode>> TemplateAsync(params string[] values)
    {
        var (code, output, error) = await RunAsync(
            ["template", "scanner", ChartFolder, "-n", "scanner", "--kube-version", "1.36.0", .. values.SelectMany(v => new[] { "--set", v })]);
        Assert.True(code == 0, error);
        return Documents(output);
    }

    public static IReadOnlyList<YamlMappingNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => d.RootNode).OfType<YamlMappingNode>()];
    }
}
