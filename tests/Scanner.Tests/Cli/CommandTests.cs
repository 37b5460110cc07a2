using System.Text.Json;
using Scanner.Cli;
using Scanner.Sessions;

namespace Scanner.Tests.Cli;

/// <summary>What users of kubectl expect of a command line.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Run_NoArguments_IsHelp()
    {
        var run = await CliRun.Async();
        Assert.Equal((ExitCode.Success, ""), (run.Code, run.Error));
        Assert.Equal((await CliRun.Async("--help")).Output, run.Output);
    }

    [Theory]
    [InlineData("scan", "FORMAT[=FILE]", "[default: high]", "Examples:", "Exit codes:", "--tls-server-name <NAME>")]
    [InlineData("probe", "NAMESPACE[/POD]", "scanner probe payments/web-0", "130  interrupted")]
    [InlineData("rbac", "KIND:NAME", "scanner rbac --verify")]
    [InlineData("run", "ADDRESS:PORT", "(default: true in a cluster, false elsewhere)")]
    public async Task Help_Command_HasPlaceholdersDefaultsExamplesAndCodes(string command, params string[] told)
    {
        var run = await CliRun.Async("help", command);
        Assert.All(told, t => Assert.Contains(t, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("__complete", run.Output, StringComparison.Ordinal);
        Assert.Equal((await CliRun.Async(command, "--help")).Output, run.Output);
    }

    [Theory]
    [InlineData("--context x --token t scan -n a,b")]
    [InlineData("-A scan --context x")]
    [InlineData("--context=x -n a scan -n b")]
    public async Task Scan_FlagsBeforeTheCommand_AreRead(string arguments)
    {
        using var cluster = new ScriptedCluster();
        var run = await CliRun.AgainstAsync(cluster, default, arguments.Split(' '));
        Assert.DoesNotContain("Unrecognized", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 namespaces", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_AllNamespaces_GoesOverNamespace()
    {
        using var cluster = new ScriptedCluster();
        Assert.Contains("2 namespaces", (await CliRun.AgainstAsync(cluster, default, "scan", "-n", "a", "-A")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_NamespaceFlag_TakesAPod()
    {
        using var cluster = new ScriptedCluster();
        await CliRun.AgainstAsync(cluster, default, "probe", "-n", "a", "web");
        Assert.Contains(cluster.Requests, r => r.StartsWith("PATCH /api/v1/namespaces/a/pods/web/ephemeralcontainers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_ExceptionsFromStandardInputAndFiles_AreAllTaken()
    {
        var (first, second) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(first, "- {rule: ES101, reason: x}\n");
        await File.WriteAllTextAsync(second, "- {rule: ES499, reason: x}\n");
        var run = await CliRun.WithInputAsync("- {rule: ES1x, reason: x}\n", "scan", "--exceptions", first, "--exceptions", "-");
        Assert.Contains("stdin:1: rule: 'ES1x'", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{second}:1: rule: 'ES499'", (await CliRun.Async("scan", "--exceptions", first, "--exceptions", second)).Error, StringComparison.Ordinal);
        File.Delete(first);
        File.Delete(second);
    }

    [Fact]
    public async Task Scan_ProbeAs_ProbesByAConnectionOfItsOwn()
    {
        using var cluster = new ScriptedCluster();
        var connections = new List<ConnectionSettings>();
        await CliRun.ConnectedAsync(cluster, connections, "scan", "-n", "a", "--probe-as", "jane", "--probe-as-group", "devs");
        Assert.Equal([(null, ""), ("jane", "devs")], connections.Select(c => (c.Connection.ImpersonateUser, string.Join(' ', c.Connection.ImpersonateGroups))));
        Assert.Contains(cluster.Requests, r => r.StartsWith("PATCH /api/v1/namespaces/a/pods/web/", StringComparison.Ordinal));
    }

    /// <summary>Scripts put flags of their own before those of the user, who has the last word, as with kubectl.</summary>
    [Theory]
    [InlineData("--context x --context y scan -n a", "y")]
    [InlineData("--context x scan -n a --context=y", "y")]
    [InlineData("scan --context=x --context= -n a", "")]
    [InlineData("scan -n a --no-rbac true --context y --no-rbac false --no-rbac", "y")]
    public async Task Scan_FlagOfOneValueGivenTwice_TheLastCounts(string arguments, string context)
    {
        using var cluster = new ScriptedCluster();
        var connections = new List<ConnectionSettings>();
        var run = await CliRun.ConnectedAsync(cluster, connections, arguments.Split(' '));
        Assert.Equal(context, Assert.Single(connections).Connection.Context);
        Assert.Contains("1 namespace", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_RepeatableFlags_AllCount()
    {
        using var cluster = new ScriptedCluster();
        var connections = new List<ConnectionSettings>();
        await CliRun.ConnectedAsync(
            cluster, connections, "scan", "-n", "a", "-n", "b", "--as", "bob", "--as", "jane", "--as-group", "x", "--as-group", "y", "--as-uid", "u-1", "--as-uid", "u-7",
            "--as-user-extra", "team=a", "--as-user-extra", "team=b");
        var connection = Assert.Single(connections).Connection;
        Assert.Equal(
            ("jane", "u-7", "x y", "team=a team=b"),
            (connection.ImpersonateUser, connection.ImpersonateUid, string.Join(' ', connection.ImpersonateGroups), string.Join(' ', connection.ImpersonateExtra)));
    }

    [Fact]
    public async Task Scan_ProbeAs_LeavesUidAndAttributesToTheOther()
    {
        using var cluster = new ScriptedCluster();
        var connections = new List<ConnectionSettings>();
        await CliRun.ConnectedAsync(cluster, connections, "scan", "-n", "a", "--as", "bob", "--as-uid", "u-7", "--as-user-extra", "team=a", "--probe-as", "jane");
        Assert.Equal(
            [("bob", "u-7", 1), ("jane", null, 0)],
            connections.Select(c => (c.Connection.ImpersonateUser, c.Connection.ImpersonateUid, c.Connection.ImpersonateExtra.Count)));
    }

    [Fact]
    public async Task Scan_CredentialFlags_ReachTheConnection()
    {
        using var cluster = new ScriptedCluster();
        var connections = new List<ConnectionSettings>();
        await CliRun.ConnectedAsync(
            cluster, connections, "scan", "-n", "a", "--username", "me", "--password", "pw", "--client-certificate", "c.pem", "--client-key", "k.pem", "--disable-compression");
        var connection = Assert.Single(connections).Connection;
        Assert.Equal(
            ("me", "pw", "c.pem", "k.pem", true),
            (connection.Username, connection.Password, connection.ClientCertificate, connection.ClientKey, connection.DisableCompression));
    }

    [Fact]
    public async Task Scan_JsonToDash_IsStandardOutput() =>
        Assert.Equal("offline", JsonDocument.Parse((await CliRun.WithInputAsync("", "scan", "--from", "-", "-o", "json=-")).Output).RootElement.GetProperty("cluster").GetProperty("source").GetString());

    [Fact]
    public async Task Version_ServerAnswers_TellsBoth()
    {
        using var cluster = new ScriptedCluster();
        var text = await CliRun.AgainstAsync(cluster, default, "version");
        Assert.Matches("^Client Version: .+\nServer Version: v1.36.2\n$", text.Output);
        var json = JsonDocument.Parse((await CliRun.AgainstAsync(cluster, default, "version", "-o", "json")).Output).RootElement;
        Assert.Equal("v1.36.2", json.GetProperty("serverVersion").GetProperty("gitVersion").GetString());
        Assert.Contains("serverVersion:\n  gitVersion: \"v1.36.2\"\n", (await CliRun.AgainstAsync(cluster, default, "version", "-o", "yaml")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("erver", (await CliRun.AgainstAsync(cluster, default, "version", "--client")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sc", "scan")]
    [InlineData("", "completion explain help probe rbac review run scan version")]
    [InlineData("scan --fail-on hi", "high")]
    [InlineData("scan --kubec", "--kubeconfig")]
    [InlineData("--context x scan --no-p", "--no-probe")]
    [InlineData("completion z", "zsh")]
    [InlineData("version -o ", "json yaml")]
    [InlineData("scan --kubeconfig ", "")]
    [InlineData("scan -n ", "")]
    public async Task Complete_Line_OffersWhatCanStandThere(string line, string expected)
    {
        var run = await CliRun.Async(["__complete", "--", .. line.Split(' ')]);
        Assert.Equal((0, expected), (run.Code, string.Join(' ', run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))));
    }
}
