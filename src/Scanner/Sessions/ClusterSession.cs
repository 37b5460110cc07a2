using Scanner.ApiServer;

namespace Scanner.Sessions;

/// <summary>An open connection.</summary>
/// <param name="Server">URL, for the reader.</param>
/// <param name="Context">Of the kubeconfig; null inside a cluster.</param>
internal sealed record ClusterSession(ApiServerClient Client, string Server, string? Context) : IDisposable
{
    public void Dispose() => Client.Dispose();
}
