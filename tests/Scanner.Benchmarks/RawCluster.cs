using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.Benchmarks;

/// <summary>A cluster through plain HTTP: fills it, and downloads it as fast as that goes.</summary>
internal sealed class RawCluster : IDisposable
{
    private const int AtOnce = 16;

    private readonly HttpClient _http;

    private RawCluster(HttpClient http) => _http = http;

    public static RawCluster Open(string? kubeconfig)
    {
        var connection = KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = kubeconfig }, ConnectionEnvironment.OfThisProcess());
        var http = new HttpClient(HttpHandlerFactory.CreateAuthorized(connection))
        {
            BaseAddress = connection.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("scanner-benchmark");
        return new RawCluster(http);
    }

    public async Task FillAsync(int namespaces, int pods, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, namespaces, parallel, async (i, token) =>
            await PostAsync("/api/v1/namespaces", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = Namespace(i) } }, token));
        await Parallel.ForAsync(0, pods, parallel, async (i, token) =>
        {
            var pod = SyntheticPod.Create(Namespace(i % namespaces), i);
            var (ns, name) = (Namespace(i % namespaces), pod["metadata"]!["name"]!.GetValue<string>());
            await PostAsync($"/api/v1/namespaces/{ns}/pods", pod, token);
            await SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{ns}/pods/{name}/status", new JsonObject { ["status"] = SyntheticPod.Status(i) }, "application/merge-patch+json", token);
        });
    }

    /// <summary>Number of pages, and bytes as they came.</summary>
    public async Task<(int Pages, long Bytes)> DownloadPodsAsync(bool protobuf, CancellationToken cancellationToken)
    {
        var (pages, bytes, token) = (0, 0L, "");
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/pods?limit=500{(token.Length > 0 ? "&continue=" + Uri.EscapeDataString(token) : "")}")
            {
                Version = HttpVersion.Version20,
            };
            request.Headers.TryAddWithoutValidation("Accept", protobuf ? "application/vnd.kubernetes.protobuf" : "application/json");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            (token, var size) = await PageScan.ReadAsync(response, cancellationToken);
            bytes += size;
            pages++;
        }
        while (token.Length > 0);
        return (pages, bytes);
    }

    /// <param name="value">Null removes the label.</param>
    public Task LabelNamespaceAsync(string ns, string label, string? value, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label] = value } } };
        return SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{ns}", patch, "application/merge-patch+json", cancellationToken);
    }

    public async Task GetNamespaceAsync(int number, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"/api/v1/namespaces/{Namespace(number)}", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Namespace and name of some pods.</summary>
    public async Task<List<(string Namespace, string Name)>> SomePodsAsync(int most, CancellationToken cancellationToken)
    {
        var list = JsonNode.Parse(await _http.GetStringAsync($"/api/v1/pods?limit={most}", cancellationToken))!;
        return [.. list["items"]!.AsArray().Select(i => i!["metadata"]!).Select(m => (m["namespace"]!.GetValue<string>(), m["name"]!.GetValue<string>()))];
    }

    /// <summary>One event for whoever watches pods, of a change that nobody asks about.</summary>
    public Task AnnotatePodAsync((string Namespace, string Name) pod, string value, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["benchmark.example.com/touched"] = value } } };
        return SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}", patch, "application/merge-patch+json", cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    internal static string Namespace(int number) => $"team-{number:d4}";

    private Task PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, "application/json", cancellationToken);

    private async Task SendAsync(HttpMethod method, string path, JsonObject body, string contentType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.Conflict)
            throw new InvalidOperationException($"{method} {path}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
