namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>What the command line says about the connection, as kubectl's flags of the same names. Null or empty means not given.</summary>
public sealed record ConnectionOptions
{
    /// <summary><c>--kubeconfig</c>: the only file to read; it must exist.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary><c>--context</c>: the context to use instead of the current one.</summary>
    public string? Context { get; init; }

    /// <summary><c>--cluster</c>: the kubeconfig's cluster to use instead of the context's.</summary>
    public string? Cluster { get; init; }

    /// <summary><c>--user</c>: the kubeconfig's user to use instead of the context's.</summary>
    public string? User { get; init; }

    /// <summary><c>--server</c>: the address to use instead of the cluster's; its <c>tls-server-name</c> no longer counts then.</summary>
    public string? Server { get; init; }

    /// <summary>What gave the address, for messages.</summary>
    internal string ServerOrigin { get; init; } = "--server";

    /// <summary><c>--token</c>: a bearer token in the place of the user's.</summary>
    public string? Token { get; init; }

    /// <summary><c>--username</c>: a name for basic authentication in the place of the user's.</summary>
    public string? Username { get; init; }

    /// <summary><c>--password</c>: the password that goes with the name.</summary>
    public string? Password { get; init; }

    /// <summary><c>--client-certificate</c>: a PEM file in the place of the user's certificate.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary><c>--client-key</c>: a PEM file in the place of the key of the user's certificate.</summary>
    public string? ClientKey { get; init; }

    /// <summary><c>--certificate-authority</c>: a PEM file in the place of the cluster's authorities.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary><c>--insecure-skip-tls-verify</c>: believe any certificate; the cluster's authorities do not count then.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary><c>--tls-server-name</c>: the name that the server's certificate must have.</summary>
    public string? TlsServerName { get; init; }

    /// <summary><c>--disable-compression</c>: ask for answers without gzip.</summary>
    public bool DisableCompression { get; init; }

    /// <summary><c>--as</c>: the user to impersonate.</summary>
    public string? ImpersonateUser { get; init; }

    /// <summary><c>--as-group</c>: the groups to impersonate; needs a user.</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary><c>--as-uid</c>: the uid to impersonate; needs a user.</summary>
    public string? ImpersonateUid { get; init; }

    /// <summary><c>--as-user-extra</c>: attributes to impersonate, each <c>KEY=VALUE</c>; they need a user.</summary>
    public IReadOnlyList<string> ImpersonateExtra { get; init; } = [];

    /// <summary><c>--request-timeout</c>: the longest one request may take. Null: the client's default; zero: no limit.</summary>
    public TimeSpan? RequestTimeout { get; init; }
}
