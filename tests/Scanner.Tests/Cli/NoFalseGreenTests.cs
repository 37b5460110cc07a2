using System.Text.Json;
using Scanner.Cli;

namespace Scanner.Tests.Cli;

/// <summary>Where nothing was looked at, nothing is said to be well.</summary>
public sealed class NoFalseGreenTests
{
    private const string OnlyPolicies = "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\n";
    private const string NotRun = "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata: {name: p}\n";

    [Theory]
    [InlineData("", "scan", "holds no Kubernetes object")]
    [InlineData("\n# nothing yet\n---\n", "scan", "holds no Kubernetes object")]
    [InlineData("", "rbac", "holds no Kubernetes object")]
    [InlineData("apiVersion: v1\nkind: List\nitems: []\n", "scan", "holds no Kubernetes object")]
    [InlineData(NotRun, "scan", "holds no object of a kind that is read")]
    [InlineData(OnlyPolicies, "rbac", "holds no object of a kind that is read")]
    public async Task From_NothingToLookAt_IsThree(string input, string command, string told)
    {
        var run = await CliRun.WithInputAsync(input, command, "--from", "-");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.StartsWith($"scanner: incomplete: read stdin: {told}", OnlyLine(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("rbac")]
    public async Task From_NamespaceThatIsNotThere_IsThree(string command)
    {
        var run = await CliRun.WithInputAsync("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n", command, "--from", "-", "-n", "b");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("find namespace b: nothing in the input is in it", OnlyLine(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=1", "a", "")]
    [InlineData("a!=1", "b", "")]
    [InlineData("a in (1,2),!x", "a", "")]
    [InlineData("kubernetes.io/metadata.name=b", "b", "")]
    [InlineData("a=3", "", "find namespaces: none has the labels a=3")]
    public async Task From_Selector_NarrowsDown(string selector, string expected, string told)
    {
        const string input = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {a: '1'}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n";
        var run = await CliRun.WithInputAsync(input, "scan", "--from", "-", "-l", selector, "-o", "json");
        var names = JsonDocument.Parse(run.Output).RootElement.GetProperty("namespaces").EnumerateArray().Select(n => n.GetProperty("name").GetString());
        Assert.Equal((told.Length > 0 ? ExitCode.Incomplete : ExitCode.Success, expected), (run.Code, string.Join(' ', names)));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_SelectorAndNoNamespaceObject_CannotTell()
    {
        var run = await CliRun.WithInputAsync("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\n", "scan", "--from", "-", "-l", "a=1");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("find namespace a: its Namespace object is not in the input", OnlyLine(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scan -l team=none", "find namespaces: none has the labels team=none")]
    [InlineData("scan -l team=none -n a", "find namespace a: there is none of this name with the labels team=none")]
    [InlineData("scan -n absent", "get namespace absent: HTTP 404")]
    [InlineData("scan -n hidden", "find namespace hidden: it may not be read and holds no pod")]
    [InlineData("rbac -n absent", "get namespace absent: HTTP 404")]
    public async Task Cluster_NothingMatches_IsThree(string arguments, string told)
    {
        using var cluster = new ScriptedCluster();
        var run = await CliRun.AgainstAsync(cluster, default, arguments.Split(' '));
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains(told, OnlyLine(run), StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PATCH ", "Missing: interrupted")]
    [InlineData("GET /apis/rbac", "Missing: interrupted")]
    [InlineData("GET /api/v1/pods", "Missing: interrupted")]
    [InlineData("GET /version", "Missing: interrupted")]
    public async Task Scan_Interrupted_PrintsWhatIsKnownAndIsOneHundredAndThirty(string at, string told)
    {
        using var stop = new CancellationTokenSource();
        using var cluster = StoppedAt(at, stop);
        var run = await CliRun.AgainstAsync(cluster, stop.Token, "scan");
        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
        Assert.StartsWith("scanner: interrupted: ", OnlyLine(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_InterruptedWhileProbing_KeepsInventoryAndMarksTheRest()
    {
        using var stop = new CancellationTokenSource();
        using var cluster = StoppedAt("PATCH ", stop);
        var run = await CliRun.AgainstAsync(cluster, stop.Token, "scan", "-o", "json", "--concurrency", "1");
        Assert.Equal(ExitCode.Interrupted, run.Code);
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.False(root.GetProperty("scan").GetProperty("complete").GetBoolean());
        Assert.Equal("debug", Assert.Single(root.GetProperty("ephemeralContainers").EnumerateArray()).GetProperty("name").GetString());
        Assert.All(root.GetProperty("namespaces").EnumerateArray(), n => Assert.Equal("Unknown", n.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Rbac_Interrupted_IsOneHundredAndThirty()
    {
        using var stop = new CancellationTokenSource();
        using var cluster = StoppedAt("GET /apis/rbac", stop);
        var run = await CliRun.AgainstAsync(cluster, stop.Token, "rbac");
        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.Contains("Missing: interrupted", run.Output, StringComparison.Ordinal);
    }

    private static ScriptedCluster StoppedAt(string request, CancellationTokenSource stop) => new()
    {
        OnRequest = async (line, token) =>
        {
            if (!line.StartsWith(request, StringComparison.Ordinal))
                return;
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        },
    };

    private static string OnlyLine(CliRun run) => Assert.Single(run.Error.TrimEnd().Split('\n'));
}
