using System.Net;
using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Worker.Reports;

/// <summary>Reports on simulated and real servers, written by a plain account into the CRDs that come with the product, strictly validated.</summary>
public sealed class ReportsOnServerTests(ReportServers servers) : IClassFixture<ReportServers>
{
    private const string Prefix = "/apis/wgpolicyk8s.io/v1alpha2";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Kinds => ReportServers.Kinds;

    /// <summary>They appear, come back when somebody deletes or changes them, and stay as they are over another start.</summary>
    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task Reports_AppearComeBackAndKeepStill(string kind)
    {
        var cluster = await servers.GetAsync(kind);
        using var admin = cluster.Admin();
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync("baseline");
        await objects.CreatePodAsync();
        var path = $"{Prefix}/namespaces/{objects.Namespace}/policyreports/ephemeral-scanner";
        await using (await LiveWorker.StartAsync(cluster, TestUsers.Eve))
        {
            var report = await UntilAsync(admin, path, _ => true);
            Assert.Equal(("Protected", 1), (report["metadata"]!["annotations"]!["ephemeral-scanner.io/verdict"]!.GetValue<string>(), report["summary"]!["pass"]!.GetValue<int>()));
            var whole = await UntilAsync(admin, $"{Prefix}/clusterpolicyreports/ephemeral-scanner", _ => true);
            Assert.NotEmpty(whole["results"]!.AsArray());
            var uid = report["metadata"]!["uid"]!.GetValue<string>();
            await admin.SendAsync(HttpMethod.Delete, path, null, "application/json", CancellationToken.None);
            await UntilAsync(admin, path, r => r["metadata"]!["uid"]!.GetValue<string>() != uid);
            await admin.SendAsync(HttpMethod.Patch, path, JsonNode.Parse("""{"summary":{"pass":7}}"""), "application/merge-patch+json", CancellationToken.None);
            await UntilAsync(admin, path, r => r["summary"]!["pass"]!.GetValue<int>() == 1);
        }

        var before = await VersionsAsync(admin);
        await using (var worker = await LiveWorker.StartAsync(cluster, TestUsers.Eve))
            await UntilAsync(() => Task.FromResult(worker.Log.Any(l => l.Contains("reports are up to date", StringComparison.Ordinal))), "the reports to be compared");
        Assert.Equal(before, await VersionsAsync(admin));
    }

    /// <summary>A namespace loses its protection while nobody runs: the first scan of the next worker finds it, and so does the one after that.</summary>
    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task Protection_LostWhileNobodyRuns_IsFoundByTheFirstScan(string kind)
    {
        var cluster = await servers.GetAsync(kind);
        using var admin = cluster.Admin();
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync("restricted");
        await objects.CreatePodAsync();
        var path = $"{Prefix}/namespaces/{objects.Namespace}/policyreports/ephemeral-scanner";
        await using (await LiveWorker.StartAsync(cluster, TestUsers.Eve))
            await UntilAsync(admin, path, r => r["metadata"]!["annotations"]!["ephemeral-scanner.io/verdict"]!.GetValue<string>() == "Protected");
        await objects.RemoveLevelAsync();
        for (var start = 0; start < 2; start++)
        {
            await using var worker = await LiveWorker.StartAsync(cluster, TestUsers.Eve);
            var first = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
            Assert.Contains(first.Scan.Findings, f => f.Rule == "ES106" && f.Resource.Name == objects.Namespace);
            var report = await UntilAsync(admin, path, r => r["results"]!.AsArray().Any(l => l!["policy"]!.GetValue<string>() == "ES106"));
            Assert.Equal("Protected", report["metadata"]!["annotations"]!["ephemeral-scanner.io/earlier-verdict"]!.GetValue<string>());
        }
    }

    /// <summary>What a scan writes is what the worker writes: neither changes what the other wrote.</summary>
    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task ScanPublish_WritesTheSameAndRemembers(string kind)
    {
        var cluster = await servers.GetAsync(kind);
        using var admin = cluster.Admin();
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync("baseline");
        await objects.CreatePodAsync();
        var path = $"{Prefix}/namespaces/{objects.Namespace}/policyreports/ephemeral-scanner";
        var kubeconfig = cluster.Kubeconfig(TestUsers.Admin);
        var scan = await ScannerRun.WithKubeconfigAsync(kubeconfig, "scan", "--publish", "-n", objects.Namespace, "--no-rbac", "-o", "json");
        Assert.Equal((0, ""), (scan.ExitCode, scan.Error));
        var version = (await admin.GetAsync(path, CancellationToken.None))["metadata"]!["resourceVersion"]!.GetValue<string>();
        Assert.Equal(0, (await ScannerRun.WithKubeconfigAsync(kubeconfig, "scan", "--publish", "-n", objects.Namespace, "--no-rbac", "-o", "json")).ExitCode);
        Assert.Equal(version, (await admin.GetAsync(path, CancellationToken.None))["metadata"]!["resourceVersion"]!.GetValue<string>());
        await objects.RemoveLevelAsync();
        var lost = await ScannerRun.WithKubeconfigAsync(kubeconfig, "scan", "--publish", "-n", objects.Namespace, "--no-rbac", "-o", "json");
        Assert.Equal(1, lost.ExitCode);
        Assert.Contains("ES106", lost.Output, StringComparison.Ordinal);
        var report = await admin.GetAsync(path, CancellationToken.None);
        Assert.Contains(report["results"]!.AsArray(), r => r!["policy"]!.GetValue<string>() == "ES106");
    }

    private static async Task<SortedDictionary<string, string>> VersionsAsync(AdminClient admin)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in new[] { "policyreports", "clusterpolicyreports" })
        {
            foreach (var report in (await admin.GetAsync($"{Prefix}/{resource}", CancellationToken.None))["items"]!.AsArray())
                versions.Add(report!["metadata"]!["namespace"]?.GetValue<string>() ?? "", report["metadata"]!["resourceVersion"]!.GetValue<string>());
        }

        return versions;
    }

    private static async Task<JsonObject> UntilAsync(AdminClient admin, string path, Func<JsonObject, bool> condition)
    {
        JsonObject? found = null;
        await UntilAsync(
            async () =>
            {
                using var response = await admin.Http.GetAsync(path);
                if (response.StatusCode == HttpStatusCode.OK)
                    found = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
                return response.StatusCode == HttpStatusCode.OK && condition(found!);
            },
            path);
        return found!;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
