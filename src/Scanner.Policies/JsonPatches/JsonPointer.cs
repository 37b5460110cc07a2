namespace Scanner.Policies.JsonPatches;

/// <summary>Reads JSON pointers (RFC 6901), by which patches name places.</summary>
internal static class JsonPointer
{
    /// <summary>What stands between the slashes, without what escapes it; the text before the first slash is a part too.</summary>
    public static string[] Parts(string pointer) =>
        [.. pointer.Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
}
