using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections;

/// <summary>A kubeconfig cluster, read and checked.</summary>
internal sealed record ClusterSettings(Uri Server)
{
    /// <summary>The authorities' PEM text, as a plugin is told it.</summary>
    public string? AuthorityPem { get; init; }

    public X509Certificate2Collection? Authorities { get; init; }

    public string? AuthorityOrigin { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    public string? TlsServerName { get; init; }

    public Uri? Proxy { get; init; }

    public bool DisableCompression { get; init; }
}
