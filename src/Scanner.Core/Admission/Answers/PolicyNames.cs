using System.Collections.Immutable;

namespace Scanner.Core.Admission.Answers;

/// <summary>
/// Finds the policies that an engine names in its denial. A webhook can write anything, so what does not have an engine's shape from
/// its first character on names nothing.
/// </summary>
internal static class PolicyNames
{
    private const string KyvernoHeader = "was blocked due to the following policies";

    public static ImmutableArray<string> In(string message)
    {
        var lines = message.Split('\n');
        var text = message.TrimStart();
        if (text.StartsWith('['))
            return Distinct(lines.Select(Gatekeeper));
        if (text.StartsWith("resource ", StringComparison.Ordinal) && Array.FindIndex(lines, l => l.Contains(KyvernoHeader, StringComparison.Ordinal)) is >= 0 and var header)
            return Distinct(lines.Skip(header + 1).Select(Kyverno));
        if (text.StartsWith("Policy ", StringComparison.Ordinal))
            return Distinct(text.Split("; ").Select(KyvernoCel));
        return [];
    }

    /// <summary><c>[constraint] message</c>, one a line.</summary>
    private static string? Gatekeeper(string line)
    {
        var end = line.IndexOf("] ", StringComparison.Ordinal);
        return line.StartsWith('[') && end > 1 ? Name(line.AsSpan(1, end - 1)) : null;
    }

    /// <summary>A YAML map of policies, each a map of rules: the policies are what is not indented.</summary>
    private static string? Kyverno(string line)
    {
        var text = line.TrimEnd();
        return text.Length > 1 && !char.IsWhiteSpace(text[0]) && text[^1] == ':' ? Name(text.AsSpan(0, text.Length - 1).Trim("'\"")) : null;
    }

    /// <summary><c>Policy NAME failed: message</c> or <c>error:</c> of the kinds that use CEL.</summary>
    private static string? KyvernoCel(string part)
    {
        if (!part.StartsWith("Policy ", StringComparison.Ordinal))
            return null;
        var rest = part.AsSpan("Policy ".Length);
        var end = rest.IndexOf(' ');
        return end > 0 && (rest[end..].StartsWith(" failed:", StringComparison.Ordinal) || rest[end..].StartsWith(" error:", StringComparison.Ordinal))
            ? Name(rest[..end])
            : null;
    }

    // Policies are Kubernetes objects, a namespaced one may come as NAMESPACE/NAME; anything else is prose.
    private static string? Name(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '/' or '_'))
                return null;
        }

        return text.Length is > 0 and <= 317 ? text.ToString() : null;
    }

    private static ImmutableArray<string> Distinct(IEnumerable<string?> names) => [.. names.OfType<string>().Distinct()];
}
