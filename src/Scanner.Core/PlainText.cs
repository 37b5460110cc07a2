using System.Text;

namespace Scanner.Core;

/// <summary>Makes text of a cluster safe to print: a policy's message may hold anything, also what steers a terminal.</summary>
public static class PlainText
{
    /// <summary>One line: runs of white space become a blank, control characters are dropped.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else if (!char.IsControl(c))
            {
                line.Append(c);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>As <see cref="OneLine"/>, cut to <paramref name="length"/> with an ellipsis.</summary>
    public static string Shorten(string text, int length)
    {
        var line = OneLine(text);
        return line.Length <= length ? line : line[..(length - 1)].TrimEnd() + "…";
    }
}
