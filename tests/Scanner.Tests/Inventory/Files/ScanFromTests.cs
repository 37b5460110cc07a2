using System.Text;
using System.Text.Json;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Inventory.Files;

/// <summary><c>scan --from</c> as a user runs it.</summary>
public sealed class ScanFromTests : IDisposable
{
    private const string Debugged = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers: [{name: app, image: nginx}]
          ephemeralContainers:
          - {name: debug, image: busybox, securityContext: {privileged: true}}
        status:
          ephemeralContainerStatuses:
          - {name: debug, state: {running: {startedAt: 2020-01-01T00:00:00Z}}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("scan-from-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Scan_File_HasInventoryFindingsAndPrediction()
    {
        var run = await CliRun.Async("scan", "--from", Write("a.yaml", Debugged), "-o", "json");
        Assert.Equal((1, ""), (run.Code, run.Error));
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("offline", Path.Combine(_folder, "a.yaml")), (root.GetProperty("cluster").GetProperty("source").GetString(), root.GetProperty("cluster").GetProperty("server").GetString()));
        Assert.True(root.GetProperty("scan").GetProperty("complete").GetBoolean());
        var ns = root.GetProperty("namespaces")[0];
        Assert.Equal(("Unknown", "Offline"), (ns.GetProperty("verdict").GetString(), ns.GetProperty("unknownBecause").GetString()));
        Assert.Equal("""{"verdict":"Protected","because":"Pod Security enforces baseline, unless the API server is configured to exempt this"}""", JsonSerializer.Serialize(ns.GetProperty("predicted")));
        Assert.Equal("debug", root.GetProperty("ephemeralContainers")[0].GetProperty("name").GetString());
        var findings = root.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(["ES201 critical", "ES203 low", "ES104 info"], findings.Select(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("severity").GetString()}"));
        Assert.Equal("the verdict is Unknown (Offline): no cluster was asked, predicted Protected: Pod Security enforces baseline, unless the API server is configured to exempt this", findings[2].GetProperty("message").GetString());
        Assert.Equal("for a verdict ask the cluster:\nscanner scan -n shop", findings[2].GetProperty("remediation").GetString());
    }

    [Fact]
    public async Task Scan_StandardInput_IsRead()
    {
        var run = await CliRun.WithInputAsync(Debugged, "scan", "--from", "-", "--fail-on", "none");
        Assert.Equal(0, run.Code);
        Assert.Contains("shop        Unknown/Offline   no cluster was asked, predicted Protected", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scan_BrokenDocument_IsToldAndIsThree(bool strict)
    {
        var file = Write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\nkind: [\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n");
        var run = await CliRun.Async(["scan", "--from", file, .. strict ? ["--strict"] : Array.Empty<string>()]);
        Assert.Equal(3, run.Code);
        Assert.StartsWith($"scanner: incomplete: read {file}:", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains($"Missing: read {file}:", run.Output, StringComparison.Ordinal);
        Assert.Contains("The scan is incomplete", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 namespaces: 2 Unknown", run.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await CliRun.Async("scan", "--from", file, "-o", "json")).Output).RootElement.GetProperty("scan");
        Assert.False(json.GetProperty("complete").GetBoolean());
        Assert.StartsWith($"read {file}:", json.GetProperty("errors")[0].GetProperty("step").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_FindingBesideABrokenDocument_IsStillAFinding() =>
        Assert.Equal(1, (await CliRun.Async("scan", "--strict", "--from", Write("a.yaml", Debugged + "\n---\nkind: [\n"))).Code);

    [Fact]
    public async Task Scan_Directory_TakesManifestsRecursivelyInOrderOfName()
    {
        Write("b/later.yml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {pod-security.kubernetes.io/enforce: restricted}}\n");
        Write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
        Write("c.json", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"c"}}""");
        Write("README.md", "kind: [");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "b", "circle"), _folder);
        var run = await CliRun.Async("scan", "--from", _folder, "-o", "json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var namespaces = JsonDocument.Parse(run.Output).RootElement.GetProperty("namespaces").EnumerateArray();
        Assert.Equal(["a Protected", "c Unprotected"], namespaces.Select(n => $"{n.GetProperty("name").GetString()} {n.GetProperty("predicted").GetProperty("verdict").GetString()}"));
    }

    [Fact]
    public async Task Scan_SeveralInputs_AreOne()
    {
        var a = Write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
        var run = await CliRun.WithInputAsync("apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: a}\n---\napiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata: {name: p}\n", "scan", "--from", a, "--from", "-", "-o", "json");
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(a + ", stdin", root.GetProperty("cluster").GetProperty("server").GetString());
        Assert.Equal("Unknown", Assert.Single(root.GetProperty("namespaces").EnumerateArray()).GetProperty("predicted").GetProperty("verdict").GetString());
        Assert.Equal("""[{"apiVersion":"policies.kubewarden.io/v1","kind":"ClusterAdmissionPolicy","count":1}]""", JsonSerializer.Serialize(root.GetProperty("scan").GetProperty("notRead")));
    }

    [Fact]
    public async Task Scan_Namespace_NarrowsDownAndTellsWhatIsNotThere()
    {
        var file = Write("a.yaml", Debugged + "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: other}\n");
        var run = await CliRun.Async("scan", "--from", file, "-n", "other", "-n", "nowhere", "--strict");
        Assert.Equal(3, run.Code);
        Assert.DoesNotContain("shop", run.Output.Replace(_folder, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Missing: find namespace nowhere: nothing in the input is in it", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 namespace: 1 Unknown", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scan --from - --context x", "--context has no place beside --from")]
    [InlineData("scan --from - --kubeconfig x", "--kubeconfig has no place beside --from")]
    [InlineData("scan --from - --rate-limit 5", "--rate-limit has no place beside --from")]
    [InlineData("scan --from - --no-probe", "--no-probe has no place beside --from")]
    [InlineData("scan --from - --profiles root", "--profiles has no place beside --from")]
    [InlineData("scan --from - --concurrency 2", "--concurrency has no place beside --from")]
    [InlineData("scan --from - -l a=b=c", "--selector a=b=c has '=' where")]
    [InlineData("scan --from - --probe-as x", "--probe-as has no place beside --from")]
    [InlineData("scan --from - --exceptions -", "standard input can be read once")]
    [InlineData("scan --strict", "--strict needs --from")]
    [InlineData("scan --from - --from -", "standard input can be read once")]
    [InlineData("scan --from /no/such.yaml", "--from /no/such.yaml: there is no such file or directory")]
    public async Task Scan_WrongUsage_IsOneLineAndExitCode2(string arguments, string message)
    {
        var run = await CliRun.Async(arguments.Split(' '));
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Scan_DirectoryWithoutManifests_IsWrongUsage()
    {
        Write("x.txt", "");
        var run = await CliRun.Async("scan", "--from", _folder);
        Assert.Equal(2, run.Code);
        Assert.Contains("holds no file that ends in .json, .yaml, .yml", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_Exceptions_AcceptFindingsAndTheExitCodeFollows()
    {
        var exceptions = Write("exceptions/e.yaml", "exceptions:\n- {rule: ES2*, namespace: shop, reason: known incident 42, expires: 2999-12-31}\n- {rule: ES303, reason: nothing of the kind here}\n- {rule: ES101, reason: old, expires: 2020-01-01}\n");
        var run = await CliRun.Async("scan", "--from", Write("a.yaml", Debugged), "--exceptions", exceptions, "-o", "json", "-o", $"table={Path.Combine(_folder, "t.txt")}");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var findings = JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("rule").GetString()} {JsonSerializer.Serialize(f.GetProperty("accepted"))}");
        // What matches nothing may be something that files do not show; what has expired has expired.
        Assert.Equal(
            ["""ES201 {"reason":"known incident 42","expires":"2999-12-31"}""", """ES203 {"reason":"known incident 42","expires":"2999-12-31"}""", "ES104 null", "ES503 null"],
            findings);
        Assert.Contains("2 findings: 2 info; 2 more accepted by exceptions", await File.ReadAllTextAsync(Path.Combine(_folder, "t.txt")), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
