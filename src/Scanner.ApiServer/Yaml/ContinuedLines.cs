using System.Text;

namespace Scanner.ApiServer.Yaml;

/// <summary>
/// A text in quotes, or a list or map in brackets, that goes on in the next line must be indented there for the library, and for YAML
/// (https://yaml.org/spec/1.2.2/#731-double-quoted-style); the library of kubectl takes it at any column. The blanks that are missing are
/// put in, which changes nothing of the text: those at the beginning of a line do not belong to it. Takes the lines of one document one
/// after the other.
/// </summary>
public sealed class ContinuedLines
{
    private const int None = -1;

    /// <summary>The column of the line whose block of text (<c>|</c> or <c>&gt;</c>) stands here: what is deeper is text.</summary>
    private int _block = None;

    /// <summary>The sign that will end the text, and the column of its key; no sign outside of one.</summary>
    private char _quote;
    private int _column;

    /// <summary>How many brackets are open, and the last sign within them that is no blank.</summary>
    private int _depth;
    private char _last;

    /// <summary>A whole text, its ends of lines as they are.</summary>
    public static string In(string text)
    {
        var lines = new ContinuedLines();
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var end = text.AsSpan(at).IndexOfAny('\r', '\n') is var found and >= 0 ? at + found : text.Length;
            result.Append(lines.Next(text[at..end]));
            if (end < text.Length)
                result.Append(text[end]);
            at = end + 1;
        }

        return result.ToString();
    }

    /// <summary>The line, with blanks before it where it goes on with a text or brackets at too low a column.</summary>
    public string Next(string line)
    {
        var indent = line.AsSpan().IndexOfAnyExcept(' ');
        if (_quote != '\0' || _depth > 0)
        {
            Continue(line, 0);
            return indent >= 0 && indent <= _column && line[indent] != '\t' ? new string(' ', _column + 1 - indent) + line : line;
        }

        if (indent < 0 || (_block != None && indent > _block))
            return line;
        _block = OpensBlock(line) ? indent : None;
        if (_block == None)
            Open(line, indent);
        return line;
    }

    private void Open(string line, int at)
    {
        while (line.AsSpan(at).StartsWith("- "))
            at += 2 + Math.Max(0, line.AsSpan(at + 2).IndexOfAnyExcept(' '));
        var column = at;
        if (at < line.Length && !IsOpening(line[at]))
        {
            var colon = line[at] is '#' ? -1 : line.IndexOf(": ", at, StringComparison.Ordinal);
            if (colon < 0)
                return;
            at = colon + 2;
        }

        OpenValue(line, at, column);
    }

    private void OpenValue(string line, int at, int column)
    {
        at += Math.Max(0, line.AsSpan(at).IndexOfAnyExcept(' '));
        // An anchor or a tag may stand before it.
        while (at < line.Length && line[at] is '&' or '!' && line.IndexOf(' ', at) is var blank and > 0)
            at = blank + Math.Max(0, line.AsSpan(blank).IndexOfAnyExcept(' '));
        if (at >= line.Length || !IsOpening(line[at]))
            return;
        _column = column;
        if (line[at] is '{' or '[')
        {
            Continue(line, at);
            return;
        }

        _quote = line[at];
        if (End(line, at + 1) is var end and >= 0)
            Close(line, end + 1, column);
    }

    /// <summary>A key may stand in quotes, and its value may begin behind it.</summary>
    private void Close(string line, int at, int column)
    {
        _quote = '\0';
        if (line.AsSpan(at).StartsWith(": "))
            OpenValue(line, at + 2, column);
    }

    /// <summary>Goes on within quotes or brackets, until they are closed or the line ends.</summary>
    private void Continue(string line, int at)
    {
        while (at < line.Length)
        {
            if (_quote != '\0')
            {
                var end = End(line, at);
                if (end < 0)
                    return;
                (_quote, _last, at) = ('\0', '"', end + 1);
                if (_depth == 0)
                    return;
            }
            else if (!Take(line, at++))
            {
                return;
            }
        }
    }

    /// <summary>Takes one sign within brackets; false where nothing more of the line counts.</summary>
    private bool Take(string line, int at)
    {
        var c = line[at];
        var isFirst = at == 0 || line[at - 1] is ' ' or '\t';
        if (c is '#' && isFirst)
            return false;
        if (c is '"' or '\'' && OpensText(line, at, isFirst))
            _quote = c;
        _depth += c switch { '{' or '[' => 1, '}' or ']' => -1, _ => 0 };
        if (c is not (' ' or '\t'))
            _last = c;
        return _depth > 0;
    }

    /// <summary>Elsewhere the sign is part of a plain text. Directly behind a colon it opens one only where the key is in quotes too, as in JSON.</summary>
    private bool OpensText(string line, int at, bool isFirst) =>
        _last is '{' or '[' or ','
        || (_last is ':' && (isFirst || (at > 1 && line[at - 2] is '"' or '\'')))
        || (isFirst && IsNamed(line, at));

    /// <summary>The word before is an anchor or a tag.</summary>
    private static bool IsNamed(string line, int at)
    {
        var before = line.AsSpan(0, at).TrimEnd();
        var word = before[(before.LastIndexOfAny(" ,:[{") + 1)..];
        return word.Length > 0 && word[0] is '&' or '!';
    }

    private static bool IsOpening(char c) => c is '"' or '\'' or '{' or '[';

    /// <summary>Where the text in quotes ends; below zero where it goes on.</summary>
    private int End(string line, int from)
    {
        for (var at = from; at < line.Length; at++)
        {
            var isDoubled = _quote == '\'' && at + 1 < line.Length && line[at + 1] == '\'';
            if (line[at] == _quote && !isDoubled)
                return at;
            if ((line[at] == '\\' && _quote == '"') || (line[at] == _quote && isDoubled))
                at++;
        }

        return -1;
    }

    /// <summary>The line ends with the sign of a block, perhaps with how to cut it and a remark behind it.</summary>
    private static bool OpensBlock(string line)
    {
        var text = line.AsSpan();
        if (text.LastIndexOf(" #") is var remark and >= 0)
            text = text[..remark];
        text = text.TrimEnd().TrimEnd("+-0123456789");
        return text.Length > 0 && text[^1] is '|' or '>' && (text.Length == 1 || text[^2] == ' ');
    }
}
