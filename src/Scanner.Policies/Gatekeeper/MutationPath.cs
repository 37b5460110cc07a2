namespace Scanner.Policies.Gatekeeper;

/// <summary>One part of a location: a field, perhaps with the elements of a list in it (<c>containers[name: *]</c>).</summary>
/// <param name="Key">The field that tells elements apart; empty for what is no list.</param>
/// <param name="Value">Of that field; <c>*</c> for every element.</param>
internal sealed record MutationPath(string Field, string Key, string Value)
{
    /// <summary>Null for what is no location.</summary>
    public static MutationPath[]? Parse(string text)
    {
        var parts = new List<MutationPath>();
        var at = 0;
        while (at < text.Length)
        {
            if (Name(text, ref at, ".[") is not { Length: > 0 } field)
                return null;
            var (key, value) = ("", "");
            if (at < text.Length && text[at] == '[')
            {
                at++;
                key = Name(text, ref at, ":") ?? "";
                at++;
                value = Name(text, ref at, "]") ?? "";
                if (key.Length == 0 || value.Length == 0 || at >= text.Length || text[at++] != ']')
                    return null;
            }

            parts.Add(new MutationPath(field, key, value));
            if (at < text.Length && text[at++] != '.')
                return null;
        }

        return parts.Count == 0 ? null : [.. parts];
    }

    /// <summary>A name, perhaps in quotes, up to one of these signs; null where a quote is not closed.</summary>
    private static string? Name(string text, ref int at, string ends)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
        if (at < text.Length && text[at] is '"' or '\'')
        {
            var close = text.IndexOf(text[at], at + 1);
            if (close < 0)
                return null;
            var quoted = text[(at + 1)..close];
            at = close + 1;
            while (at < text.Length && text[at] == ' ')
                at++;
            return quoted;
        }

        var start = at;
        while (at < text.Length && !ends.Contains(text[at], StringComparison.Ordinal))
            at++;
        return text[start..at].Trim();
    }
}
