using System.Collections.Immutable;

namespace Scanner.ApiServer.Connections;

/// <summary>
/// Who the requests are made as (<c>--as</c> and the <c>as…</c> keys of a kubeconfig user). All values are fit for headers.
/// </summary>
public sealed record Impersonation(string User)
{
    /// <summary>The user's uid; null when not given.</summary>
    public string? Uid { get; init; }

    /// <summary>The user's groups; the server adds <c>system:authenticated</c> itself.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Extra attributes, each with its values.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Extra { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;
}
