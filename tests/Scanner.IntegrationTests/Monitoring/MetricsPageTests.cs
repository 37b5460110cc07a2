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
        var reserved = MetricsPage.All.Where(f => f.IsReserved).Select(f => f.Name).ToHashSet();
        Assert.Equal(
            MetricsPage.All.Where(f => !f.IsReserved).Select(f => f.ToString()).Order(StringComparer.Ordinal),
            live.Where(f => !reserved.Contains(f.Key)).Select(f => $"{f.Key}{{{string.Join(',', f.Value.Labels ?? [])}}} {f.Value.Type}"));
    }
}
