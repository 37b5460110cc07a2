using System.Globalization;

namespace Scanner.Core.Cluster;

/// <summary>Which cluster a scan looked at.</summary>
/// <param name="Server">URL of the API server; offline the names of what was read instead.</param>
/// <param name="Version">For example <c>v1.36.2</c>; null when it did not say.</param>
/// <param name="Context">Of the kubeconfig; null inside a cluster.</param>
/// <param name="Offline">No cluster was asked: objects came from files.</param>
public sealed record ClusterReference(string Server, string? Version, string? Context, bool Offline = false)
{
    /// <summary>It serves admission policies as v1, as Kubernetes does from 1.30 on (KEP-3488). One that did not say its version is taken for a newer one.</summary>
    public bool HasAdmissionPolicies =>
        (Version ?? "").Split('.') is not ["v1", var minor, ..] || !int.TryParse(minor.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= 30;
}
