using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>docs/metrics.md says of the endpoint what it has, no more and no less.</summary>
[Collection(ClusterCollection.Name)]
public sealed class MetricsPageTests(ClusterPool clusters)
{
    [SkippableFact]
    public async Task Page_AndEndpointOfARunningWorker_HaveTheSameFamilies()
    {
        var cluster = await clusters.GetAsync("1.36");
        await using var worker = await WorkerProcess.StartAsync(cluster, new Dictionary<string, string> { ["SCANNER__LEADERELECTION"] = "false" });
        await worker.LineAsync("Full scan complete after ");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = worker.Url };
        var live = Exposition.Read(await http.GetStringAsync("/metrics"));
        // What a full scan found is on the page a moment after the log says that it ended.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (live["ephemeral_scanner_engine_info"].Labels is null && !limit.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            live = Exposition.Read(await http.GetStringAsync("/metrics"));
        }

        Assert.Equal(
            MetricsPage.All.Select(f => f.ToString()).Order(StringComparer.Ordinal),
            live.Select(f => $"{f.Key}{{{string.Join(',', f.Value.Labels ?? [])}}} {f.Value.Type}"));
    }
}
