using System.Text;
using System.Text.Json;
using Scanner.Cli;
using Scanner.Cli.Commands;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;
using Scanner.Publishing.Terminal;
using Scanner.Sessions;

namespace Scanner.IntegrationTests;

/// <summary>One run of the program against a test cluster, with all it said.</summary>
internal sealed record ScannerRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<ScannerRun> AsAsync(TestCluster cluster, TestUser user, params IReadOnlyList<string> arguments) =>
        WithKubeconfigAsync(cluster.Kubeconfig(user), arguments);

    public static Task<ScannerRun> WithKubeconfigAsync(string kubeconfig, params IReadOnlyList<string> arguments) =>
        UntilAsync(kubeconfig, CancellationToken.None, arguments);

    /// <summary>The same, interrupted by <paramref name="stop"/>: in this process only.</summary>
    public static async Task<ScannerRun> UntilAsync(string kubeconfig, CancellationToken stop, params IReadOnlyList<string> arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, kubeconfig);
            // The limits of a polite scan would only make the tests wait.
            return await OfAsync([.. arguments, "--kubeconfig", file, "--rate-limit", "1000"], "", stop);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>In this process, or as <see cref="ScannerBinary"/> where that is named.</summary>
    public static async Task<ScannerRun> OfAsync(IReadOnlyList<string> arguments, string standardInput, CancellationToken stop = default)
    {
        if (ScannerBinary.Path is { } binary)
            return await ProgramProcess.RunAsync(binary, arguments, standardInput);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var host = new CliHost(output, error, TerminalTraits.None, new KubeconfigConnector(TimeProvider.System), TimeProvider.System)
        {
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(standardInput)),
        };
        var code = await ScannerCli.RunAsync([.. arguments], host, stop);
        return new ScannerRun(code, output.ToString(), error.ToString());
    }

    /// <summary><c>verdict layer-or-reason name regular-control</c> by namespace, without those of the system.</summary>
    public Dictionary<string, string> Verdicts() => Json.GetProperty("namespaces").EnumerateArray()
        .Where(n => n.GetProperty("name").GetString() is var name && name != "default" && !name!.StartsWith("kube-", StringComparison.Ordinal))
        .ToDictionary(n => n.GetProperty("name").GetString()!, Print);

    private static string Print(JsonElement ns)
    {
        var by = ns.GetProperty("deniedBy");
        var (who, name) = by.ValueKind == JsonValueKind.Null
            ? (ns.GetProperty("unknownBecause").GetString() ?? "-", "-")
            : (by.GetProperty("layer").GetString()!, by.GetProperty("name").GetString()!);
        return $"{ns.GetProperty("verdict").GetString()} {who} {name} {ns.GetProperty("regularControl").GetString()}";
    }
}
