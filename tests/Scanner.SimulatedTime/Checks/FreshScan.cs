using System.Collections.Immutable;
using System.Net.Http.Headers;
using Scanner.ApiServer;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Inventory;
using Scanner.Probing;
using Scanner.Scans;
using Scanner.Simulator;
using Scanner.SimulatedTime.Clocks;

namespace Scanner.SimulatedTime.Checks;

/// <summary>A scan from nothing, by an administrator and without a network: what is true at this moment.</summary>
internal sealed class FreshScan(World world, SimulatedApiServer server)
{
    public async Task<ImmutableArray<string>> RunAsync()
    {
        var options = new ClientOptions { UserAgent = "ephemeral-scanner", RequestsPerSecond = 1_000_000, Burst = 1_000_000 };
        using var client = new ApiServerClient(new Administrator { InnerHandler = server.CreateHandler() }, server.Url, options, world.Clock, static _ => null);
        var scan = new ClusterScan(client, client.DryRun, world.Clock);
        var running = scan.RunAsync(new ScanOptions(), new ClusterReference(server.Url.ToString(), null, null), NoProgress.Instance, CancellationToken.None);
        await World.RestAsync();
        var result = running.IsCompleted ? await running : throw new InvalidOperationException("a scan without a network waits for time");
        return result.Complete ? PostureText.Of(result) : throw new InvalidOperationException($"a scan without faults is incomplete: {string.Join("; ", result.Errors)}");
    }

    private sealed class Administrator : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "admin-token");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class NoProgress : IScanProgress
    {
        public static readonly NoProgress Instance = new();

        public void PodsListed(int pods, long? remaining)
        {
        }

        public void NamespacesProbed(int done, int total)
        {
        }
    }
}
