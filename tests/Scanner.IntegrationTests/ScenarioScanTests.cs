using Scanner.Fixtures;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests;

/// <summary>The sample cluster, scanned as its administrator.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ScenarioScanTests(ClusterPool clusters)
{
    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_EveryNamespace_GetsTheVerdictThatTheRecordingsImply(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var before = await cluster.PodVersionsAsync(CancellationToken.None);
        cluster.Simulator?.ClearRequests();

        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-o", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal(ScenarioVerdicts.AsAsked(cluster.AdmissionPolicies).OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
        Assert.True(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean());
        Assert.Equal(before, await cluster.PodVersionsAsync(CancellationToken.None));
        if (cluster.Simulator is { } simulator)
        {
            var writes = simulator.Requests.Where(r => r.Method != "GET" && r.UserAgent == "ephemeral-scanner").ToList();
            Assert.NotEmpty(writes);
            Assert.All(writes, r => Assert.True(r.IsDryRun, $"{r.Method} {r.Path}{r.Query}"));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_Exhaustive_AsksTheControlAndTheBenignProbeEverywhere(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "--exhaustive", "-o", "json");
        Assert.Equal(ScenarioVerdicts.For(cluster.AdmissionPolicies).OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
        var targets = run.Json.GetProperty("namespaces").EnumerateArray().SelectMany(n => n.GetProperty("targets").EnumerateArray());
        Assert.All(targets, t => Assert.Equal(2, t.GetProperty("probes").GetArrayLength()));
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_DebuggedPod_IsInTheInventoryWithItsFindings(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-n", "debugged", "-o", "json");
        var containers = run.Json.GetProperty("ephemeralContainers").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
        Assert.Equal(["debugger-old", "debug"], containers.Keys);
        Assert.Equal("Terminated", containers["debugger-old"].GetProperty("state").GetString());
        Assert.Equal("app", containers["debugger-old"].GetProperty("targetContainer").GetString());
        Assert.Equal("Running", containers["debug"].GetProperty("state").GetString());
        Assert.True(containers["debug"].GetProperty("privileged").GetBoolean());
        // Recorded: servers up to 1.30 keep no managedFields of this subresource, 1.36 does.
        using var admin = cluster.Admin();
        var pod = await admin.GetAsync("/api/v1/namespaces/debugged/pods/web", CancellationToken.None);
        var tracked = pod["metadata"]!["managedFields"]!.AsArray().Any(m => m!["manager"]!.GetValue<string>() == "kubectl-debug");
        Assert.Equal(tracked ? "kubectl-debug" : null, containers["debug"].GetProperty("manager").GetString());
        Assert.Equal(tracked, containers["debug"].GetProperty("addedAt").GetString() is not null);
        var rules = run.Json.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("severity").GetString()}").ToList();
        Assert.Contains("ES101 critical", rules);
        Assert.Contains("ES201 critical", rules);
        Assert.Contains("ES203 low", rules);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_AllProfiles_TellsWhichOnesOfThemGetIn(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(
            cluster, TestUsers.Admin, "scan", "-n", "psa-baseline", "-o", "json", "--profiles", "general,baseline,restricted,netadmin,sysadmin,capabilities,root");
        var probes = run.Json.GetProperty("namespaces")[0].GetProperty("targets")[0].GetProperty("probes").EnumerateArray()
            .Select(p => $"{p.GetProperty("profile").GetString()} {p.GetProperty("outcome").GetString()}");
        Assert.Equal(
            [
                "privileged Denied", "benign Admitted", "general Denied", "baseline Admitted", "restricted Admitted", "netadmin Denied",
                "sysadmin Denied", "capabilities Denied", "root Admitted",
            ],
            probes);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_BySelectorOrName_LooksAtThoseOnly(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var bySelector = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-l", "hook in (gap,blind)", "-o", "json");
        Assert.Equal(["hook-blind", "hook-gap"], bySelector.Verdicts().Keys);
        var byName = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-n", "open", "-n", "empty", "-o", "json");
        Assert.Equal(["empty", "open"], byName.Verdicts().Keys);
        var absent = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "--no-rbac", "-n", "ghost", "-o", "json");
        Assert.Equal(3, absent.ExitCode);
        Assert.Contains("namespaces \"ghost\" not found", absent.Output.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_NoProbe_IsUnknownEverywhere(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "--no-probe", "-o", "json", "--fail-on", "none");
        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Verdicts().Values, v => Assert.Equal("Unknown ProbingDisabled - Unknown", v));
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Probe_OneNamespace_ShowsRequestAnswerAndFix(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "probe", "hook-gap");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PATCH /api/v1/namespaces/hook-gap/pods/web/ephemeralcontainers?dryRun=All", run.Output, StringComparison.Ordinal);
        Assert.Contains("answer:  HTTP 200, Admitted", run.Output, StringComparison.Ordinal);
        Assert.Contains("Denied by Webhook hook-gap.scenario.test", run.Output, StringComparison.Ordinal);
        Assert.Contains("ES102 PolicyGap (high)", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Probe_PodThatNoListOffers_IsProbed(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Alice, "probe", "open/web", "-o", "json");
        Assert.Equal(["Unprotected - - Unknown"], run.Verdicts().Values);
        Assert.Equal(1, run.ExitCode);
        var refused = await ScannerRun.AsAsync(cluster, TestUsers.Alice, "probe", "psa-baseline/web", "-o", "json");
        Assert.Equal(["Unknown NoPermission - Unknown"], refused.Verdicts().Values);
        Assert.Equal(3, refused.ExitCode);
        var absent = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "probe", "open/ghost");
        Assert.Equal(3, absent.ExitCode);
        Assert.Contains("pods \"ghost\" not found", absent.Output, StringComparison.Ordinal);
        var mirror = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "probe", "static-only/kube-proxy-node1");
        Assert.Contains("was not probed: MirrorPod", mirror.Output, StringComparison.Ordinal);
    }
}
