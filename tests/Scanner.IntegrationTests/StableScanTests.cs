using System.Text.Json;
using Scanner.Simulator.Webhooks;

namespace Scanner.IntegrationTests;

/// <summary>The same cluster, asked twice, gives the same answer, and it says how much of the cluster it rests on.</summary>
public sealed class StableScanTests
{
    private static readonly string[] s_pods = [.. Enumerable.Range(0, 6).Select(i => Pod($"w{i}", i == 4 ? """{"app":"x","guard":"off"}""" : """{"app":"x"}"""))];

    [Fact]
    public async Task Scan_FewerPlacesThanWorkloads_AsksEveryKindAndSaysHowMany()
    {
        await using var server = await StartAsync(s_pods);
        string[] scan = ["scan", "-n", PolicyCluster.Namespace, "--targets-per-namespace", "2"];
        for (var i = 0; i < 2; i++)
        {
            var ns = (await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), [.. scan, "-o", "json"])).Json.GetProperty("namespaces")[0];
            Assert.Equal("Unprotected", ns.GetProperty("verdict").GetString());
            Assert.Equal(["w0", "w4"], ns.GetProperty("targets").EnumerateArray().Select(t => t.GetProperty("pod").GetString()));
            Assert.Equal((2, 6), Workloads(ns));
        }

        Assert.Contains("Unprotected (2 of 6 workloads)", (await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), scan)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_DefaultLimit_AsksThemAllAndSaysNoMore()
    {
        await using var server = await StartAsync(s_pods);
        var ns = (await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), "scan", "-n", PolicyCluster.Namespace, "-o", "json")).Json.GetProperty("namespaces")[0];
        Assert.Equal((6, 6), Workloads(ns));
        Assert.DoesNotContain(" workloads)", (await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), "scan", "-n", PolicyCluster.Namespace)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_OnePod_IsOneOfOne()
    {
        await using var server = await StartAsync(s_pods);
        var json = (await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), "probe", PolicyCluster.Namespace + "/w1", "-o", "json")).Json.GetProperty("namespaces")[0];
        Assert.Equal(("Protected", (1, 1)), (json.GetProperty("verdict").GetString(), Workloads(json)));
    }

    private static (int Asked, int All) Workloads(JsonElement ns) =>
        (ns.GetProperty("workloads").GetProperty("asked").GetInt32(), ns.GetProperty("workloads").GetProperty("all").GetInt32());

    private static Task<Scanner.Simulator.SimulatedApiServer> StartAsync(string[] pods) => PolicyCluster.StartAsync(
        request => request.Object!.ToJsonString() is var text && text.Contains("\"privileged\":true", StringComparison.Ordinal) && !text.Contains("\"guard\":\"off\"", StringComparison.Ordinal)
            ? WebhookAnswer.Deny(403, "privileged")
            : WebhookAnswer.Allow(),
        pods);

    private static string Pod(string name, string labels) =>
        $$"""{"metadata":{"name":"{{name}}","labels":{{labels}} },"spec":{"containers":[{"name":"app","image":"x"}]},"status":{"phase":"Running"} }""";
}
