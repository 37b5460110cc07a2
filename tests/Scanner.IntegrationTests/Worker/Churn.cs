using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Changes of every kind that a worker follows, one after the other, for as long as it is let; a server that is away is no error.</summary>
internal sealed class Churn(TestCluster cluster, int seed) : IAsyncDisposable
{
    private const int Namespaces = 12;
    private const string Json = "application/json";

    private readonly AdminClient _admin = cluster.Admin();
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random = new(seed);
    private Task _running = Task.CompletedTask;
    private int _changes;

    /// <summary>Changes that the server took.</summary>
    public int Changes => Volatile.Read(ref _changes);

    public async Task StartAsync()
    {
        for (var i = 0; i < Namespaces; i++)
        {
            await SendAsync(HttpMethod.Post, "/api/v1/namespaces", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"churn-{{{i}}}"}}""");
            await CreatePodAsync(i, 0);
        }

        _running = RunAsync();
    }

    /// <summary>Until the server has taken some more changes.</summary>
    public async Task PassAsync(int changes)
    {
        var end = Changes + changes;
        while (Changes < end && !_running.IsCompleted)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _admin.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ChangeAsync(_random.Next(Namespaces), _random.Next(1, 4));
                Interlocked.Increment(ref _changes);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or OperationCanceledException)
            {
                // Away, or there already, or gone already: the next change is another one.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    private Task ChangeAsync(int ns, int pod) => _random.Next(7) switch
    {
        0 => LabelAsync(ns, "baseline"),
        1 => LabelAsync(ns, null),
        2 or 3 => CreatePodAsync(ns, pod),
        4 => DeleteAsync($"/api/v1/namespaces/churn-{ns}/pods/web-{pod}"),
        5 => BindAsync(ns),
        _ => DeleteAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/churn-{ns}/rolebindings/debuggers"),
    };

    private Task LabelAsync(int ns, string? level) => SendAsync(
        HttpMethod.Patch,
        $"/api/v1/namespaces/churn-{ns}",
        new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["pod-security.kubernetes.io/enforce"] = level } } }.ToJsonString(),
        "application/merge-patch+json");

    private Task CreatePodAsync(int ns, int pod) => SendAsync(
        HttpMethod.Post,
        $"/api/v1/namespaces/churn-{ns}/pods",
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-{{{pod}}}","labels":{"n":"{{{pod}}}"}},"spec":{"containers":[{"name":"web","image":"web"}]}}""");

    private Task BindAsync(int ns) => SendAsync(
        HttpMethod.Post,
        $"/apis/rbac.authorization.k8s.io/v1/namespaces/churn-{ns}/rolebindings",
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"debuggers"},
        "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"},
        "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"dora"}]}
        """);

    private Task DeleteAsync(string path) =>
        SendAsync(HttpMethod.Delete, path, """{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0}""");

    private async Task SendAsync(HttpMethod method, string path, string body, string contentType = Json)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        await _admin.SendAsync(method, path, JsonNode.Parse(body), contentType, limit.Token);
    }
}
