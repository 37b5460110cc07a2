using System.Globalization;
using System.Text;

namespace Scanner.Core;

/// <summary>
/// Makes text of a cluster safe to print, which may hold anything: also what steers a terminal, turns the direction of writing round
/// (https://www.unicode.org/reports/tr9/) or cannot be seen. Such characters are shown as <c>\u202e</c>, in UTF-16 units as JSON escapes them.
/// </summary>
public static class PlainText
{
    /// <summary>One line: runs of white space become a blank, and what cannot be seen is shown.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsBlank(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else
            {
                Append(line, rune);
            }
        }

        return line.ToString().TrimEnd(' ');
    }

    /// <summary>The same for text of several lines, which stay lines.</summary>
    public static string Lines(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(OneLine));

    /// <summary>As <see cref="OneLine"/>, cut to <paramref name="length"/> with an ellipsis: between words, so that no name is cut, unless there is only one.</summary>
    public static string Shorten(string text, int length)
    {
        var line = OneLine(text);
        return line.Length <= length ? line : CutBetweenWords(line, length);
    }

    /// <summary>One line that is longer than <paramref name="length"/>, cut at its last blank before that; where there is none, between characters.</summary>
    public static string CutBetweenWords(string line, int length)
    {
        var end = line.LastIndexOf(' ', length - 1);
        return end <= 0 ? Cut(line, length) : line[..end].TrimEnd() + "…";
    }

    /// <summary>The text as it is, cut to <paramref name="length"/> with an ellipsis, between characters.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return text[..end] + "…";
    }

    /// <summary>
    /// The text with nothing hidden, as long as it takes. Line breaks and tabs are shown as well: nobody expects them in a name. Of JSON it
    /// makes the same JSON, since its own syntax is all visible.
    /// </summary>
    public static string Visible(string text)
    {
        if (IsVisible(text))
            return text;
        var shown = new StringBuilder(text.Length + 12);
        foreach (var rune in text.EnumerateRunes())
            Append(shown, rune);
        return shown.ToString();
    }

    /// <summary>Whether everybody sees the text as it is.</summary>
    public static bool IsVisible(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
                return false;
        }

        return true;
    }

    private static void Append(StringBuilder to, Rune rune)
    {
        if (!IsHidden(rune))
        {
            to.Append(rune);
            return;
        }

        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
            to.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
    }

    // The white space of messages. Other control characters that count as white space (form feed, next line) move the cursor.
    private static bool IsBlank(Rune rune) => rune.Value is ' ' or '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    /// <summary>
    /// Control characters, formats (directions of writing, joiners, spaces without width, tags), separators of lines and paragraphs,
    /// selectors of variants, letters that are blank, and every blank but the usual one: two names that differ in it look the same.
    /// </summary>
    public static bool IsHidden(Rune rune) => rune.Value is < 0x20 or 0x7f or 0x34f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or 0x2800 or 0x3164 or 0xffa0
            or (>= 0x180b and <= 0x180f) or (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef)
        || (rune.Value >= 0x80 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
