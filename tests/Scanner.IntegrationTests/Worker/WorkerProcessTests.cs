using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Worker;

/// <summary>The worker as it is installed: a process, its log, its endpoints and its end.</summary>
[Collection(ClusterCollection.Name)]
public sealed class WorkerProcessTests(ClusterPool clusters)
{
    private static readonly Dictionary<string, string> s_alone = new() { ["SCANNER__LEADERELECTION"] = "false" };

    public static TheoryData<string> Kinds => ["1.36", ClusterPool.Real];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Run_FirstFullScan_SaysWhatAScanSaysAndEndsOnSigterm(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        await using var worker = await WorkerProcess.StartAsync(cluster, s_alone);
        var told = await worker.LineAsync("Full scan complete after ");
        var scan = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "--targets-per-namespace", "3", "-o", "json");
        var verdicts = scan.Json.GetProperty("namespaces").EnumerateArray().CountBy(n => n.GetProperty("verdict").GetString()!);
        Assert.Equal(verdicts.Select(v => $"{v.Value} {v.Key}").Order(), told[(told.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", ").Order());

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = worker.Url };
        Assert.Equal("ok\n", await http.GetStringAsync("/healthz"));
        Assert.Equal("ok\n", await http.GetStringAsync("/readyz"));
        await AssertMetricsAsync(worker.Url, "text/plain", "text/plain; version=0.0.4; charset=utf-8");
        await AssertMetricsAsync(worker.Url, "application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/")).StatusCode);
        Assert.Equal(0, await worker.StopAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Run_NamespaceLabelRemoved_TellsThatTheProtectionIsLost(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync("baseline");
        await objects.CreatePodAsync();
        await using var worker = await WorkerProcess.StartAsync(cluster, s_alone, "-l", $"live={objects.Namespace}");
        await worker.LineAsync("Full scan complete after ");
        await objects.RemoveLevelAsync();
        await worker.LinesAsync(
            $"Namespace {objects.Namespace} was Protected and is Unprotected",
            $"ES106 ProtectionLost: namespace {objects.Namespace} was Protected before and is Unprotected now: ");
        Assert.Equal(0, await worker.StopAsync());
    }

    /// <summary>Settings from a YAML file, the log as JSON, and a Lease that is taken and given back.</summary>
    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Run_WithAConfigurationFile_LeadsByItsLeaseAndLogsJson(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var lease = "worker-" + Random.Shared.GetHexString(8, lowercase: true);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"leaderElection: {{namespace: default, name: {lease}}}\nnamespaces: [open]\nlog: {{format: json}}\n");
        await using var worker = await WorkerProcess.StartAsync(cluster, new Dictionary<string, string>(), "--config", file);
        var told = JsonDocument.Parse(await worker.LineAsync("Full scan complete after ")).RootElement;
        Assert.Equal(("Information", "complete"), (told.GetProperty("LogLevel").GetString(), told.GetProperty("State").GetProperty("Result").GetString()));
        using var admin = cluster.Admin();
        var path = $"/apis/coordination.k8s.io/v1/namespaces/default/leases/{lease}";
        Assert.NotEqual("", Holder(await admin.GetAsync(path, CancellationToken.None)));
        Assert.Equal(0, await worker.StopAsync());
        Assert.Equal("", Holder(await admin.GetAsync(path, CancellationToken.None)));
        File.Delete(file);
    }

    private static async Task AssertMetricsAsync(Uri url, string accept, string contentType)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Accept", accept);
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        using var response = await http.GetAsync("/metrics");
        Assert.Equal((contentType, "gzip"), (response.Content.Headers.ContentType!.ToString(), response.Content.Headers.ContentEncoding.Single()));
        using var text = new StreamReader(new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress));
        var lines = (await text.ReadToEndAsync()).Split('\n');
        var openMetrics = contentType.StartsWith("application/", StringComparison.Ordinal);
        Assert.Contains(openMetrics ? "ephemeral_scanner_leader 1.0" : "ephemeral_scanner_leader 1", lines);
        Assert.Contains(openMetrics ? "ephemeral_scanner_scans_total{result=\"complete\"} 1.0" : "ephemeral_scanner_scans_total{result=\"complete\"} 1", lines);
        Assert.Contains(lines, l => l.StartsWith("process_cpu_seconds_total ", StringComparison.Ordinal));
    }

    private static string Holder(System.Text.Json.Nodes.JsonObject lease) => (string?)lease["spec"]!["holderIdentity"] ?? "";
}
