using System.Buffers;
using System.Globalization;
using System.Text;

namespace Scanner.Core.Remedies;

/// <summary>
/// Words of commands that somebody will paste into a shell. RBAC lets almost any character into the names of roles, bindings, users and
/// groups (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#path-segment-names), so that a name could be a command.
/// </summary>
internal static class ShellText
{
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/@+,=");

    /// <summary>The text as one word of a POSIX shell. What cannot be seen is written in ASCII, so that it survives a terminal.</summary>
    public static string Word(string text)
    {
        // A leading equals sign is a path to zsh.
        if (text.Length > 0 && !text.AsSpan().ContainsAnyExcept(s_plain) && text[0] != '=')
            return text;
        return PlainText.IsVisible(text) ? Quoted(text) : Printed(text);
    }

    /// <summary>A variable that must be set: the shell stops with its name where it is not.</summary>
    public static string Variable(string name) => $"\"${{{name}:?}}\"";

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // A shell takes line breaks off the end of what a command prints, so those follow by themselves.
    private static string Printed(string text)
    {
        var body = text.TrimEnd('\n');
        var format = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(body))
        {
            if (char.IsAsciiLetterOrDigit((char)b))
                format.Append((char)b);
            else
                format.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(b, 8).PadLeft(3, '0')}");
        }

        var printed = body.Length == 0 ? "" : $"\"$(printf '{format}')\"";
        return body.Length == text.Length ? printed : printed + Quoted(text[body.Length..]);
    }
}
