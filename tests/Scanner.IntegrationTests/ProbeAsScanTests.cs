using System.Text.Json;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests;

/// <summary><c>probe</c> says of a pod what <c>scan</c> says of it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ProbeAsScanTests(ClusterPool clusters)
{
    /// <summary>An open door is critical only because of who stands before it, which RBAC tells.</summary>
    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Probe_PodOrNamespace_HasTheFindingsOfTheScanForIt(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var scan = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-o", "json");
        foreach (var ns in new[] { "open", "hook-gap", "psa-baseline" })
        {
            var expected = FindingsOf(scan, ns);
            Assert.Equal(ns == "psa-baseline", !expected.Any(f => f.StartsWith("ES101 critical", StringComparison.Ordinal)));
            var alone = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-n", ns, "-o", "json");
            foreach (var target in new[] { ns, $"{ns}/web" })
            {
                var probe = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "probe", target, "-o", "json");
                Assert.Equal(expected, FindingsOf(probe, ns));
                Assert.Equal(AboutPolicies(alone), AboutPolicies(probe));
                Assert.Equal(expected.Count + AboutPolicies(probe).Count, All(probe).Count);
                Assert.Equal(scan.Verdicts()[ns], probe.Verdicts()[ns]);
            }
        }
    }

    /// <summary>The regular control is refused: the picture lacks it whichever command asks.</summary>
    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Probe_MayNotCreatePods_NamesThePermissionAsScanDoes(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var scan = await ScannerRun.AsAsync(cluster, TestUsers.Prober, "scan", "-n", "open", "-o", "json");
        var probe = await ScannerRun.AsAsync(cluster, TestUsers.Prober, "probe", "open/web", "-o", "json");
        Assert.Contains(All(probe), f => f.Contains("no permission to create pods in namespace open", StringComparison.Ordinal));
        Assert.Contains(All(probe), f => f.Contains("""resources: ["pods"], verbs: ["create"]""", StringComparison.Ordinal));
        Assert.Equal(All(scan), All(probe));
        Assert.Equal((scan.ExitCode, scan.Json.GetProperty("scan").GetProperty("errors").GetRawText()), (probe.ExitCode, probe.Json.GetProperty("scan").GetProperty("errors").GetRawText()));
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Probe_NoRbac_NeedsNoRightToReadIt(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var probe = await ScannerRun.AsAsync(cluster, TestUsers.Prober, "probe", "psa-baseline/web", "--no-rbac", "--exhaustive", "-o", "json");
        Assert.Equal("Protected PodSecurity baseline:latest Unknown", probe.Verdicts()["psa-baseline"]);
        Assert.Equal(0, probe.ExitCode);
        Assert.Single(All(probe), f => f.StartsWith("ES502", StringComparison.Ordinal));
    }

    private static List<string> FindingsOf(ScannerRun run, string ns)
    {
        var ids = run.Json.GetProperty("namespaces").EnumerateArray().Single(n => n.GetProperty("name").GetString() == ns)
            .GetProperty("findings").EnumerateArray().Select(f => f.GetString()).ToHashSet();
        return [.. run.Json.GetProperty("findings").EnumerateArray().Where(f => ids.Contains(f.GetProperty("id").GetString())).Select(Print)];
    }

    private static List<string> All(ScannerRun run) => [.. run.Json.GetProperty("findings").EnumerateArray().Select(Print)];

    private static List<string> AboutPolicies(ScannerRun run) => [.. All(run).Where(f => f.StartsWith("ES4", StringComparison.Ordinal))];

    private static string Print(JsonElement finding) => string.Join(
        ' ', new[] { "rule", "severity", "id", "message", "remediation" }.Select(field => finding.GetProperty(field).GetString()));
}
