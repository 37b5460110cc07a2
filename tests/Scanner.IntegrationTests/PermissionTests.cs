using System.Text.Json;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests;

/// <summary>Users who may not do everything: what they could not see is said, and never passes for good.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PermissionTests(ClusterPool clusters)
{
    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_WithoutAnyRight_SaysWhatIsMissingAndExitsWith3(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Nobody, "scan");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Missing: list namespaces: HTTP 403 Forbidden: namespaces is forbidden: User \"nobody\" cannot list resource \"namespaces\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("The scan is incomplete", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_MayListButNotPatch_IsUnknownWithTheRuleThatIsMissing(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Lister, "scan", "--no-rbac", "-o", "json", "--fail-on", "critical", "-n", "open", "-n", "psa-baseline");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(["Unknown NoPermission - Unknown", "Unknown NoPermission - Unknown"], run.Verdicts().Values);
        var blind = Assert.Single(run.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "ES502");
        Assert.Contains("""resources: ["pods/ephemeralcontainers"], verbs: ["patch"]""", blind.GetProperty("remediation").GetString(), StringComparison.Ordinal);
        var table = await ScannerRun.AsAsync(cluster, TestUsers.Lister, "scan", "-n", "open");
        Assert.Contains("""grant the rule {apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["patch"]}""", table.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_OfANamedNamespace_NeedsNoRightToListNamespaces(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Prober, "scan", "-n", "psa-baseline", "-n", "open", "-o", "json");
        Assert.Equal("Protected PodSecurity baseline:latest NotAsked", run.Verdicts()["psa-baseline"]);
        Assert.Equal("Unprotected - - Unknown", run.Verdicts()["open"]);
        Assert.Equal(1, run.ExitCode);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_AsSomebodyElse_HasTheirRights(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "probe", "open/web", "--as", "alice", "--as-group", "developers", "-o", "json");
        Assert.Equal(["Unprotected - - Unknown"], run.Verdicts().Values);
        var refused = await ScannerRun.AsAsync(cluster, TestUsers.Alice, "scan", "--as", "admin", "-o", "json");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("impersonate", refused.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_PodsCannotBeListed_NoNamespaceCountsAsEmpty(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Nobody, "scan", "-n", "open", "-n", "empty", "-o", "json");
        Assert.Equal(3, run.ExitCode);
        Assert.All(run.Verdicts().Values, v => Assert.Equal("Unknown NoPermission - Unknown", v));
        Assert.Equal(JsonValueKind.False, run.Json.GetProperty("scan").GetProperty("complete").ValueKind);
    }
}
