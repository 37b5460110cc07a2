using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Findings.Exceptions;
using Scanner.Fixtures;
using Scanner.Scans;
using Scanner.Tests.Cli;
using Scanner.Tests.Inventory.Files;

namespace Scanner.Tests.Rbac;

/// <summary><c>rbac --from</c>: manifests and dumps give the rights that a cluster made of them would.</summary>
public sealed class RbacFromTests
{
    private const string Chart = """
        # Source: debug/templates/role.yaml
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: debug-addon, labels: {rbac.authorization.k8s.io/aggregate-to-edit: "true"}}
        rules: [{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}]
        ---
        # Source: debug/templates/bindings.yaml
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: editors, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
        subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: editors}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: admins, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
        subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: admins}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: viewers, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: viewers}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: elsewhere, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: from-another-chart}
        subjects: [{kind: ServiceAccount, name: from-another-chart}]
        """;

    /// <summary>The corpus as <c>kubectl get -o json</c> would dump it.</summary>
    [Fact]
    public void Grants_CorpusAsAList_AreTheRealServersDecisions()
    {
        var corpus = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("corpora", "rbac.json")))!;
        var list = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = corpus["objects"]!.DeepClone() };
        var input = ReadFiles.Read(list.ToJsonString());
        var result = OfflineScan.RunRbac(input, [], null, ExceptionSet.None, default, default);
        var printed = PrintedRights.Of(result.Rbac!);
        var wrong = corpus["decisions"]!.AsArray().Where(d => (bool)d!["allowed"]! != printed.Allows(
            (string)d["user"]!, [.. d["groups"]!.AsArray().Select(g => (string)g!)], (string)d["verb"]!, (string)d["namespace"]!, (string)d["name"]!));
        Assert.Empty(wrong.Select(d => d!.ToJsonString()));
    }

    /// <summary>People write a star for all pods; to RBAC it is a name like any other, and no pod can have it.</summary>
    [Theory]
    [InlineData("[\"*\"]", 0)]
    [InlineData("[\"web-*\", \"WEB\"]", 0)]
    [InlineData("[\"*\", web]", 1)]
    public async Task Rbac_NamesThatNoPodCanHave_GiveNobodyAnything(string names, int findings)
    {
        var run = await CliRun.WithInputAsync(
            $"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {"{"}name: debug, namespace: shop{"}"}
            rules: [{"{"}apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch, update], resourceNames: {names}{"}"}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {"{"}name: debug, namespace: shop{"}"}
            roleRef: {"{"}apiGroup: rbac.authorization.k8s.io, kind: Role, name: debug{"}"}
            subjects: [{"{"}kind: User, apiGroup: rbac.authorization.k8s.io, name: dan{"}"}]
            """, "rbac", "--from", "-", "-o", "json");
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(findings, root.GetProperty("findings").EnumerateArray().Count(f => f.GetProperty("severity").GetString() != "info"));
        var dan = root.GetProperty("rbac").GetProperty("subjects").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "dan");
        Assert.Equal(findings == 0 ? "info" : "low", dan.GetProperty("risk").GetString());
    }

    [Fact]
    public async Task Rbac_Chart_FollowsTheLabelIntoEditAndAdmin()
    {
        var run = await CliRun.WithInputAsync(Chart, "rbac", "--from", "-", "-o", "json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(
            ["admins", "editors", "system:masters"],
            root.GetProperty("rbac").GetProperty("subjects").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        // What another chart brings is not absent, it is only not here.
        Assert.Equal(
            ["ES303 debug-addon"],
            root.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("resource").GetProperty("name").GetString()}"));
    }

    [Fact]
    public async Task Scan_Chart_ExposuresAreMarkedUnknown()
    {
        var run = await CliRun.WithInputAsync(Chart, "scan", "--from", "-", "-o", "json");
        var exposures = JsonDocument.Parse(run.Output).RootElement.GetProperty("exposures").EnumerateArray()
            .Select(e => $"{e.GetProperty("subject").GetProperty("name").GetString()} {e.GetProperty("namespace").GetString()} {e.GetProperty("verdict").GetString()}");
        Assert.Equal(["admins shop Unknown", "editors shop Unknown"], exposures);
        Assert.Empty(JsonDocument.Parse((await CliRun.WithInputAsync(Chart, "scan", "--from", "-", "--no-rbac", "-o", "json")).Output).RootElement.GetProperty("exposures").EnumerateArray());
    }

    [Fact]
    public async Task Rbac_OneSubjectOfAChart_ShowsItAlone()
    {
        var run = await CliRun.WithInputAsync(Chart, "rbac", "--from", "-", "--subject", "Group:editors");
        Assert.Contains("group editors ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("group admins", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--verify")]
    [InlineData("--context", "x")]
    public async Task Rbac_FromWithAFlagOfAClusters_IsRefused(params string[] flag)
    {
        var run = await CliRun.WithInputAsync(Chart, ["rbac", "--from", "-", .. flag]);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith($"scanner: {flag[0]} has no place beside --from", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Files are never all there is: that they name nobody proves nothing of a cluster.</summary>
    [Fact]
    public async Task Rbac_FilesWithoutBindings_ClaimNothing()
    {
        const string pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}";
        var run = await CliRun.WithInputAsync(pod, "rbac", "--from", "-");
        Assert.Equal(0, run.Code);
        Assert.Contains("Nobody outside the control plane was seen to have the right to add ephemeral containers.", run.Output, StringComparison.Ordinal);
        var scan = await CliRun.WithInputAsync(pod, "scan", "--from", "-", "-o", "json");
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(scan.Output).RootElement.GetProperty("namespaces")[0].GetProperty("exposedSubjects").ValueKind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rbac_BrokenDocument_TheRestGoesOn(bool strict)
    {
        var run = await CliRun.WithInputAsync(Chart + "\n---\n{", ["rbac", "--from", "-", .. strict ? ["--strict"] : Array.Empty<string>()]);
        Assert.Equal(3, run.Code);
        Assert.Contains("group editors ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Missing: read stdin:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rbac_Exceptions_AcceptBySubject()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "- {rule: ES30*, subject: 'Group:admin*', reason: they may}\n- {rule: ES303, reason: meant so}\n- {subject: editors, reason: for the test}\n");
            var run = await CliRun.WithInputAsync(Chart, "rbac", "--from", "-", "--exceptions", file, "--fail-on", "info", "-o", "json");
            Assert.Equal(0, run.Code);
            Assert.All(JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray(), f => Assert.NotEqual(JsonValueKind.Null, f.GetProperty("accepted").ValueKind));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
