using System.Buffers;

namespace Scanner.Core.Remedies;

/// <summary>
/// Names in commands that somebody will paste into a shell. RBAC lets almost any character into the names of roles, bindings, users and
/// groups (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#path-segment-names), so that a name could be a command.
/// </summary>
internal static class ShellText
{
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/@+,=");

    /// <summary>The text as one word of a POSIX shell.</summary>
    public static string Word(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept(s_plain) && text[0] != '-' ? text : $"'{Inside(text)}'";

    /// <summary>The text as it stands between single quotes.</summary>
    public static string Inside(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal);
}
