namespace Scanner.Policies.Gatekeeper;

/// <summary>A name, or a part of one with a star before it, after it, or both. Source: gatekeeper/pkg/wildcard.</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string name) => (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
    {
        (true, true) => name.Contains(pattern.Trim('*'), StringComparison.Ordinal),
        (true, false) => name.EndsWith(pattern[1..], StringComparison.Ordinal),
        (false, true) => name.StartsWith(pattern[..^1], StringComparison.Ordinal),
        _ => pattern == name,
    };

    /// <summary>Whether every name that is made of a prefix matches.</summary>
    public static bool MatchesPrefix(string pattern, string prefix) => pattern.EndsWith('*') && Matches(pattern, prefix);
}
