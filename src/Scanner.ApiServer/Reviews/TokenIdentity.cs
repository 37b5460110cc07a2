using System.Collections.Immutable;

namespace Scanner.ApiServer.Reviews;

/// <summary>Whose a token is.</summary>
/// <param name="User">The name of the user; never empty.</param>
/// <param name="Uid">Empty for none.</param>
public sealed record TokenIdentity(string User, string Uid, ImmutableArray<string> Groups)
{
    /// <summary>The object <c>extra</c> as the server gave it, for an access review; null for none.</summary>
    internal string? Extra { get; init; }
}
