using Scanner.Kubernetes;
using Scanner.Kubernetes.Connection;
using Scanner.Kubernetes.Http;

namespace Scanner.Cli;

/// <summary>Connects as kubectl does: kubeconfig, or the pod's own service account.</summary>
internal sealed class KubeconfigConnector(TimeProvider time) : IClusterConnector
{
    public async Task<ClusterSession> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var connection = KubeconfigLoader.Load(settings.Connection, ConnectionEnvironment.OfThisProcess() with { Clock = time });
        // Now, so that a login that takes its time, or fails, does so before the first request and its time limit.
        await connection.Credentials.GetAsync(cancellationToken);
        return Open(connection, settings.RateLimit, time);
    }

    public static ClusterSession Open(ClusterConnection connection, double rateLimit, TimeProvider time)
    {
        var options = new ClientOptions
        {
            UserAgent = "ephemeral-scanner",
            RequestsPerSecond = rateLimit,
            Burst = (int)Math.Max(1, rateLimit * 2),
            Compression = !connection.DisableCompression,
        };
        if (connection.RequestTimeout is { } timeout)
            options = options with { RequestTimeout = timeout > TimeSpan.Zero ? timeout : Timeout.InfiniteTimeSpan };
        var client = new KubernetesClient(HttpHandlerFactory.CreateAuthorized(connection), connection.Server, options, time, TlsFailure.Describe);
        return new ClusterSession(client, connection.Server.ToString().TrimEnd('/'), connection.ContextName);
    }
}
