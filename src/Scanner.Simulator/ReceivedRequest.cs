namespace Scanner.Simulator;

/// <summary>One request as it came in, for tests to look at.</summary>
/// <param name="Path">Without the query.</param>
/// <param name="Query">With its question mark; empty when there is none.</param>
/// <param name="User">After impersonation; null when it could not be authenticated.</param>
/// <param name="Body">The text of a write; null for reads.</param>
public sealed record ReceivedRequest(
    string Method, string Path, string Query, string? User, string UserAgent, string? Accept, string? ContentType, string? Body)
{
    /// <summary>Whether it is a dry run: <c>dryRun=All</c> in the query.</summary>
    public bool IsDryRun => Query.TrimStart('?').Split('&').Contains("dryRun=All", StringComparer.Ordinal);

    /// <summary>Whether it is a watch.</summary>
    public bool IsWatch => Query.TrimStart('?').Split('&').Any(p => p is "watch=1" or "watch=true");
}
