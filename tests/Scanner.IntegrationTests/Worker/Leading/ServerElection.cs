using System.Text.Json.Nodes;
using Scanner.ApiServer;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.IntegrationTests.Clusters;
using Scanner.Sessions;
using Scanner.Tests.Worker.Leading;
using Scanner.Worker.Leading;

namespace Scanner.IntegrationTests.Worker.Leading;

/// <summary>Replicas that share one lease, with a name of its own, on a server; clients and elections live on the clock of the test.</summary>
internal sealed class ServerElection : IAsyncDisposable
{
    private const string Json = "application/json";

    private readonly TestCluster _cluster;
    private readonly AdminClient _admin;
    private readonly List<ClusterSession> _sessions = [];

    public ServerElection(TestCluster cluster, string ns = "default")
    {
        (_cluster, Namespace) = (cluster, ns);
        _admin = cluster.Admin();
    }

    public Election Election { get; } = new();

    public string Namespace { get; }

    public string LeaseName { get; } = "election-" + Random.Shared.GetHexString(8, lowercase: true);

    private string Collection => $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";

    /// <param name="isHeld">As of <see cref="Replica"/>.</param>
    public async Task<(Replica Replica, ApiServerClient Client)> AddAsync(TestUser user, double rateLimit = 1000, Func<int, bool>? isHeld = null)
    {
        var session = KubeconfigConnector.Open(await ConnectAsync(user), rateLimit, Election.Clock);
        _sessions.Add(session);
        var options = new LeaderElectionOptions { LeaseNamespace = Namespace, LeaseName = LeaseName, Identity = user.Name };
        return (await Election.AddAsync(new Replica(session.Client.Leases, options, Election.Clock, isHeld)), session.Client);
    }

    public Task<JsonObject> LeaseAsync() => _admin.GetAsync($"{Collection}/{LeaseName}", CancellationToken.None);

    public async Task<string> HolderAsync() => (string?)(await LeaseAsync())["spec"]!["holderIdentity"] ?? "";

    /// <summary>Changes the lease as another client would, whatever its version.</summary>
    public Task MergeAsync(string patch) =>
        _admin.SendAsync(HttpMethod.Patch, $"{Collection}/{LeaseName}", JsonNode.Parse(patch), "application/merge-patch+json", CancellationToken.None);

    public Task PostAsync(string path, string body) => _admin.SendAsync(HttpMethod.Post, path, JsonNode.Parse(body), Json, CancellationToken.None);

    public Task DeleteAsync(string path) => _admin.SendAsync(HttpMethod.Delete, path, null, Json, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Election.DisposeAsync();
        foreach (var session in _sessions)
            session.Dispose();
        _admin.Dispose();
    }

    private async Task<ClusterConnection> ConnectAsync(TestUser user)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, _cluster.Kubeconfig(user));
            return KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = file }, ConnectionEnvironment.OfThisProcess());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
