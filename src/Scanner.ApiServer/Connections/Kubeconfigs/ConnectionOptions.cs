namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>What the command line says about the connection, as kubectl's flags of the same names. Null or empty means not given.</summary>
public sealed record ConnectionOptions
{
    /// <summary><c>--kubeconfig</c>: the only file to read; it must exist.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary><c>--context</c>: the context to use instead of the current one.</summary>
    public string? Context { get; init; }

    /// <summary><c>--as</c>: the user to impersonate.</summary>
    public string? ImpersonateUser { get; init; }

    /// <summary><c>--as-group</c>: the groups to impersonate; needs a user.</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary><c>--request-timeout</c>: the longest one request may take. Null: the client's default; zero: no limit.</summary>
    public TimeSpan? RequestTimeout { get; init; }
}
