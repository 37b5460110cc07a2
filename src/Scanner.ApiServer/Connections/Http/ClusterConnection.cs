using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Credentials;

namespace Scanner.ApiServer.Connections.Http;

/// <summary>How to reach one API server, and as whom. Immutable; files were read and checked when it was made.</summary>
public sealed record ClusterConnection
{
    /// <summary>The server's address, http or https; may have a base path, then without a slash at its end.</summary>
    public required Uri Server { get; init; }

    /// <summary>The kubeconfig context in use; null in a pod.</summary>
    public string? ContextName { get; init; }

    /// <summary>The kubeconfig cluster's name; null in a pod.</summary>
    public string? ClusterName { get; init; }

    /// <summary>The context's namespace, or the pod's own; null when none is set.</summary>
    public string? Namespace { get; init; }

    /// <summary>The only authorities trusted to sign the server's certificate; null for the system's.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Reads <see cref="CertificateAuthorities"/> again where their file may have changed; null when they are of none.</summary>
    public Func<X509Certificate2Collection>? CurrentAuthorities { get; init; }

    /// <summary>Where <see cref="CertificateAuthorities"/> come from, in words for messages.</summary>
    public string CertificateAuthorityOrigin { get; init; } = "the system's certificate authorities";

    /// <summary>Whether any server certificate is accepted.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>The name that the server's certificate must carry, also sent as SNI; null for the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>
    /// The proxy (http, https or socks5), with its credentials if it has any; null for none. Proxy variables are already heeded.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>One line that the user should see before anything is sent, such as that credentials stay unused; null for none.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether the kubeconfig asks for answers without gzip.</summary>
    public bool DisableCompression { get; init; }

    /// <summary>Who to impersonate; null for nobody.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary><c>--request-timeout</c>; null for the client's default, zero for no limit.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>Authorization header and client certificate.</summary>
    public required ICredentialSource Credentials { get; init; }

    /// <summary>The server's address; nothing else, as the proxy's may hold a password.</summary>
    public override string ToString() => Server.ToString();
}
