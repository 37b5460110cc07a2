using System.Text;

namespace Scanner.ApiServer.Connections;

/// <summary>Text from elsewhere made fit for one line of a message.</summary>
internal static class SingleLine
{
    /// <summary>
    /// <paramref name="text"/> with every run of white space and control characters replaced by one blank, and cut after
    /// <paramref name="limit"/> characters.
    /// </summary>
    public static string Of(string text, int limit = 2000)
    {
        var line = new StringBuilder(Math.Min(text.Length, limit));
        var gap = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                gap = line.Length > 0;
                continue;
            }

            if (line.Length >= limit)
                return line.Append('…').ToString();
            if (gap)
                line.Append(' ');
            gap = false;
            line.Append(c);
        }

        return line.ToString();
    }
}
