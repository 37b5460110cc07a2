namespace Scanner.ApiServer.Yaml;

/// <summary>
/// A text in quotes that goes on in the next line must be indented there for the library, and for YAML
/// (https://yaml.org/spec/1.2.2/#731-double-quoted-style); the library of kubectl takes it at any column. The blanks that are missing are put in, which changes nothing of the text: those at the
/// beginning of a line do not belong to it. Takes the lines of one document one after the other.
/// </summary>
public sealed class ContinuedQuotes
{
    private const int None = -1;

    /// <summary>The column of the line whose block of text (<c>|</c> or <c>&gt;</c>) stands here: what is deeper is text.</summary>
    private int _block = None;

    /// <summary>The sign that will end the text, and the column of its key; no sign outside of one.</summary>
    private char _quote;
    private int _column;

    /// <summary>The line, with blanks before it where it goes on with a text at too low a column.</summary>
    public string Next(string line)
    {
        var indent = line.AsSpan().IndexOfAnyExcept(' ');
        if (_quote != '\0')
        {
            if (End(line, 0) >= 0)
                _quote = '\0';
            return indent >= 0 && indent <= _column ? new string(' ', _column + 1 - indent) + line : line;
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
        if (at < line.Length && line[at] is not ('"' or '\''))
        {
            var colon = line[at] is '{' or '[' or '#' ? -1 : line.IndexOf(": ", at, StringComparison.Ordinal);
            if (colon < 0)
                return;
            at = colon + 2;
        }

        at += Math.Max(0, line.AsSpan(at).IndexOfAnyExcept(' '));
        if (at >= line.Length || line[at] is not ('"' or '\''))
            return;
        (_quote, _column) = (line[at], column);
        if (End(line, at + 1) is var end and >= 0)
            Close(line, end + 1, column);
    }

    /// <summary>A key may stand in quotes, and its value may begin behind it.</summary>
    private void Close(string line, int at, int column)
    {
        _quote = '\0';
        var rest = line.AsSpan(at);
        if (!rest.StartsWith(": ") || rest[2..].TrimStart() is not ['"' or '\'', ..] value)
            return;
        (_quote, _column) = (value[0], column);
        if (End(line, line.Length - value.Length + 1) >= 0)
            _quote = '\0';
    }

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
