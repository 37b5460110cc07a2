using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;
using Scanner.IntegrationTests.Worker;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>A real Prometheus scrapes a worker on the sample cluster, and is asked what dashboards and alerts ask.</summary>
public sealed class LiveQueryTests
{
    /// <summary>A namespace of the sample cluster that has something of everything.</summary>
    private const string Namespace = "debugged";

    private const string RateInterval = "20s";

    // Each scan is a reason for something to happen between two scrapes.
    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["SCANNER__LEADERELECTION"] = "false",
        ["SCANNER__SCHEDULE__CRON"] = "0/2 * * * * ?",
        ["SCANNER__SCHEDULE__STALEAFTER"] = "10m",
        ["SCANNER__PROBE__MININTERVAL"] = "1s",
    };

    // Panels that have no data here, and why; once they have, that is no fault.
    private static readonly Dictionary<string, string> s_withoutData = new()
    {
        ["Fenced"] = "the worker of this test looks for no fence",
        ["Reports written"] = "the sample cluster serves no kind of report",
    };

    [InProcessFact(Why = InProcess.Monitoring)]
    public async Task Queries_OfDashboardsAndAlerts_GiveDataOfARunningWorker()
    {
        PrometheusTools.Find(PrometheusTools.Server);
        await using var server = await SampleServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);
        server.AddUser(TestUsers.Admin.Token, TestUsers.Admin.Name, TestUsers.Admin.Groups);
        var config = Path.GetTempFileName();
        await File.WriteAllTextAsync(config, "exceptions: [{rule: ES101, namespace: open, reason: shown as accepted}]\n");
        await using var worker = await WorkerProcess.StartAsync(
            new TestCluster(server.Url, server.CertificateAuthorityPem, true, server), s_settings, "--config", config);
        await using var prometheus = await PrometheusServer.StartAsync(worker.Url, AlertRules.File);
        await worker.LineAsync("Full scan complete after ");
        server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await prometheus.UntilAsync("ephemeral_scanner_namespace_findings{rule=\"ES106\"} and on () ALERTS{alertname=\"EphemeralScannerProtectionLost\",alertstate=\"firing\"}");
        await prometheus.UntilAsync($"increase(ephemeral_scanner_scan_duration_seconds_count[{RateInterval}]) > 0");

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = worker.Url };
        await PrometheusTools.AssertContentAsync(await http.GetStringAsync("/metrics"), "check", "metrics");
        await AssertDashboardsAsync(prometheus);
        foreach (var alert in AlertRules.All)
            await prometheus.QueryAsync(alert.Expression);
        await AssertFiringAsync(prometheus);
        File.Delete(config);
    }

    private static async Task AssertDashboardsAsync(PrometheusServer prometheus)
    {
        var empty = new List<string>();
        foreach (var dashboard in Dashboard.All)
        {
            foreach (var (panel, expression) in dashboard.Queries)
            {
                var samples = await prometheus.QueryAsync(Filled(expression, dashboard.Uid == "ephemeral-scanner-namespace" ? Namespace : ".*"));
                if (samples.All(s => double.IsNaN(s.Value)) && !s_withoutData.ContainsKey(panel))
                    empty.Add($"{dashboard.File}: {panel}: {expression}");
            }
        }

        Assert.True(empty.Count == 0, string.Join('\n', empty));
        Assert.Empty(s_withoutData.Keys.Except(Dashboard.All.SelectMany(d => d.Queries).Select(q => q.Panel)));
    }

    /// <summary>What the sample cluster is made to show, and nothing of the scanner itself.</summary>
    private static async Task AssertFiringAsync(PrometheusServer prometheus)
    {
        var firing = await prometheus.QueryAsync("max by (alertname, namespace) (ALERTS{alertstate=\"firing\"})");
        Assert.Equal(
            ["EphemeralScannerPrivilegedContainerRunning debugged", "EphemeralScannerProtectionLost psa-baseline"],
            firing.Select(a => $"{a.Labels["alertname"]} {a.Labels.GetValueOrDefault("namespace")}").Order(StringComparer.Ordinal));
        var pending = await prometheus.QueryAsync("ALERTS{alertstate=\"pending\"}");
        Assert.DoesNotContain(pending, a => a.Labels.GetValueOrDefault("namespace") == "open");
        Assert.Contains(pending, a => a.Labels["alertname"] is "EphemeralScannerNamespaceExposed");
        Assert.Contains(pending, a => a.Labels["alertname"] == "EphemeralScannerPolicyGap");
        Assert.Contains(pending, a => a.Labels["alertname"] == "EphemeralScannerEngineDown");
    }

    // What Grafana puts in the place of its variables.
    private static string Filled(string expression, string ns) => expression
        .Replace("$cluster", ".*", StringComparison.Ordinal)
        .Replace("$namespace", ns, StringComparison.Ordinal)
        .Replace("$__rate_interval", RateInterval, StringComparison.Ordinal)
        .Replace("$__range", "1h", StringComparison.Ordinal);
}
