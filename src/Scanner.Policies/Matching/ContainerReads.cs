namespace Scanner.Policies.Matching;

/// <summary>
/// Whether code may read containers of a pod, told from its text. Whatever the text does not rule out counts as read, so that nothing is said of
/// code that hides what it reads.
/// </summary>
internal static class ContainerReads
{
    /// <summary>Kinds of containers and of their statuses, images of containers, and checks that read the whole pod.</summary>
    private static readonly string[] s_words = ["ontainer", "image", "podSecurity", "assert", "manifests"];

    private static readonly string[] s_roots = ["object", "oldObject", "request", "target"];

    public static bool Of(string text) =>
        Array.Exists(s_words, w => text.Contains(w, StringComparison.OrdinalIgnoreCase)) || Array.Exists(s_roots, r => UsesWhole(text, r));

    /// <summary>Somewhere a root is used other than by a field of it that holds no containers.</summary>
    private static bool UsesWhole(string text, string root)
    {
        for (var at = text.IndexOf(root, StringComparison.Ordinal); at >= 0; at = text.IndexOf(root, at + 1, StringComparison.Ordinal))
        {
            var after = at + root.Length;
            var isName = (at == 0 || !IsInName(text[at - 1])) && (after == text.Length || !IsInName(text[after]));
            if (isName && !IsNarrow(text.AsSpan(after), IsAskedFor(text, at)))
                return true;
        }

        return false;
    }

    /// <param name="rest">What stands behind the root.</param>
    /// <param name="isAskedFor">It is only asked whether the field is there.</param>
    private static bool IsNarrow(ReadOnlySpan<char> rest, bool isAskedFor) => Field(ref rest) switch
    {
        "" or "status" => false,
        // Their own places in the text are looked at.
        "object" or "oldObject" => true,
        // A function of the spec may go over all of its fields.
        "spec" => Field(ref rest).Length > 0 ? !rest.StartsWith("(") : isAskedFor && rest.StartsWith(")"),
        _ => true,
    };

    /// <summary>Whether it stands in <c>has(…)</c>, directly or as a field of the request.</summary>
    private static bool IsAskedFor(string text, int at) =>
        text.AsSpan(0, at).EndsWith("has(", StringComparison.Ordinal) || text.AsSpan(0, at).EndsWith("has(request.", StringComparison.Ordinal);

    private static string Field(ref ReadOnlySpan<char> rest)
    {
        var start = rest.StartsWith(".?") ? 2 : rest.StartsWith(".") ? 1 : 0;
        var length = start;
        while (start > 0 && length < rest.Length && IsInName(rest[length]))
            length++;
        var field = rest[start..length].ToString();
        rest = rest[length..];
        return field;
    }

    private static bool IsInName(char sign) => char.IsAsciiLetterOrDigit(sign) || sign == '_';
}
