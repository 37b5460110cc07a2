namespace Scanner.Simulator.Serving;

/// <summary>The Warning header of RFC 7234 as API servers write it.</summary>
internal static class WarningHeader
{
    /// <summary><c>299 - "TEXT"</c> with quotes and backslashes escaped; control characters are left out.</summary>
    public static string Format(string text)
    {
        var clean = string.Concat(text.Where(c => !char.IsControl(c)));
        return $"299 - \"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
