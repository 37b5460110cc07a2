using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections;

/// <summary>A kubeconfig cluster, read and checked.</summary>
internal sealed record ClusterSettings(Uri Server)
{
    /// <summary>The server as a plugin is told it.</summary>
    public required string ServerText { get; init; }

    /// <summary>The authorities' PEM text, as a plugin is told it.</summary>
    public string? AuthorityPem { get; init; }

    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Reads <see cref="Authorities"/> again where they may have changed; null when they stand in the kubeconfig itself.</summary>
    public Func<X509Certificate2Collection>? CurrentAuthorities { get; init; }

    public string? AuthorityOrigin { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    public string? TlsServerName { get; init; }

    /// <summary>The kubeconfig's own; that of the environment is nothing that a plugin is told.</summary>
    public Uri? Proxy { get; init; }

    public bool DisableCompression { get; init; }

    /// <summary>The address only: the proxy's may hold a password.</summary>
    public override string ToString() => ServerText;
}
