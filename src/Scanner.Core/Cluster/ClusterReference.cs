namespace Scanner.Core.Cluster;

/// <summary>Which cluster a scan looked at.</summary>
/// <param name="Server">URL of the API server; offline the names of what was read instead.</param>
/// <param name="Version">For example <c>v1.36.2</c>; null when it did not say.</param>
/// <param name="Context">Of the kubeconfig; null inside a cluster.</param>
/// <param name="Offline">No cluster was asked: objects came from files.</param>
public sealed record ClusterReference(string Server, string? Version, string? Context, bool Offline = false);
