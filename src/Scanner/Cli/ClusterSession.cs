using Scanner.Kubernetes;

namespace Scanner.Cli;

/// <summary>An open connection.</summary>
/// <param name="Server">URL, for the reader.</param>
/// <param name="Context">Of the kubeconfig; null inside a cluster.</param>
internal sealed record ClusterSession(KubernetesClient Client, string Server, string? Context) : IDisposable
{
    public void Dispose() => Client.Dispose();
}
