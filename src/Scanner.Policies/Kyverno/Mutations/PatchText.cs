using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Kyverno.Mutations;

/// <summary>
/// Reads <c>patchesJson6902</c>, which is a text in JSON or YAML. Of YAML only a list of flat objects is read, which is how such patches are
/// written; anything else is unknown.
/// </summary>
internal static class PatchText
{
    private static readonly CelUnknown s_unread = CelUnknown.Of("patchesJson6902 in a form of YAML that is not read here");

    /// <returns>A list of operations, or an unknown.</returns>
    public static CelValue Read(string text) => JsonValues.Parse(text) is CelList list ? list : Yaml(text);

    private static CelValue Yaml(string text)
    {
        var operations = new List<CelValue>();
        Dictionary<CelValue, CelValue>? current = null;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0 && !l.TrimStart().StartsWith('#')))
        {
            var entry = line.Trim();
            if (entry.StartsWith("- ", StringComparison.Ordinal))
            {
                current = [];
                operations.Add(new CelTable(current));
                entry = entry[2..].TrimStart();
            }

            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (current is null || colon < 1 || entry[..colon] is not ("op" or "path" or "value" or "from") || Scalar(entry[(colon + 1)..].Trim()) is not { } value)
                return s_unread;
            current[new CelString(entry[..colon])] = value;
        }

        return operations.Count > 0 ? new CelList([.. operations]) : s_unread;
    }

    private static CelValue? Scalar(string text)
    {
        if (text.Length == 0 || text[0] is '|' or '>' or '&' or '*' or '!')
            return null;
        if (text[0] == '\'' && text.Length > 1 && text[^1] == '\'')
            return new CelString(text[1..^1].Replace("''", "'", StringComparison.Ordinal));
        if (text[0] is '"' or '{' or '[' || text is "true" or "false" or "null" || char.IsAsciiDigit(text[0]) || text[0] == '-')
            return JsonValues.Parse("[" + text + "]") is CelList { Count: 1 } list ? list[0] : null;
        return text.Contains(" #", StringComparison.Ordinal) || text.Contains(": ", StringComparison.Ordinal) ? null : new CelString(text);
    }
}
