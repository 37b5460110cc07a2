using Scanner.ApiServer;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;
using Scanner.ApiServer.Transport;
using Scanner.Core;

namespace Scanner.Sessions;

/// <summary>Connects as kubectl does: kubeconfig, or the pod's own service account.</summary>
internal sealed class KubeconfigConnector(TimeProvider time) : IClusterConnector
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    public async Task<ClusterSession> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var environment = ConnectionEnvironment.OfThisProcess() with { Clock = time };
        var connection = KubeconfigLoader.Load(settings.Connection, environment);
        if (connection.Notice is { } notice)
            await environment.Prompts.WriteLineAsync($"scanner: {PlainText.OneLine(notice)}".AsMemory(), cancellationToken);
        // Now, so that a login that takes its time, or fails, does so before the first request and its time limit.
        await connection.Credentials.GetAsync(cancellationToken);
        return Open(connection, settings.RateLimit, time, settings.TokenReviews, settings.Events, settings.EmptyPatches, settings.Reports);
    }

    public static ClusterSession Open(
        ClusterConnection connection, double rateLimit, TimeProvider time, bool tokenReviews = false, bool events = false, bool emptyPatches = false,
        bool reports = false)
    {
        var options = new ClientOptions
        {
            UserAgent = "ephemeral-scanner",
            RequestsPerSecond = rateLimit,
            Burst = (int)Math.Max(1, rateLimit * 2),
            Compression = !connection.DisableCompression,
            TokenReviews = tokenReviews,
            Events = events,
            EmptyPatches = emptyPatches,
            Reports = reports,
        };
        if (connection.RequestTimeout is { } timeout)
            options = WithTimeout(options, timeout);
        var client = new ApiServerClient(HttpHandlerFactory.CreateAuthorized(connection), connection.Server, options, time, TlsFailure.Describe);
        return new ClusterSession(client, connection.Server.ToString().TrimEnd('/'), connection.ContextName);
    }

    // Whoever asks for an answer within a time does not want to wait for five attempts of that time; zero is no limit, as with kubectl.
    // Who gives one request more time than a call may take as a whole means it.
    internal static ClientOptions WithTimeout(ClientOptions options, TimeSpan timeout) => timeout == TimeSpan.Zero
        ? options with { RequestTimeout = Timeout.InfiniteTimeSpan, Deadline = s_longest }
        : options with
        {
            RequestTimeout = timeout,
            GiveUpAfter = timeout,
            Deadline = Max(options.Deadline, timeout < s_longest / 2 ? timeout * 2 : s_longest),
        };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
