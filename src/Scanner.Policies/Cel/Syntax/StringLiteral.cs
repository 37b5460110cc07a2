using System.Globalization;
using System.Text;

namespace Scanner.Policies.Cel.Syntax;

/// <summary>Reads one literal of a string or of bytes, with its prefix, quotes and escapes.</summary>
internal ref struct StringLiteral(string text, int start, int at, bool isRaw, bool isBytes)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly StringBuilder _contents = new();
    private readonly List<byte> _bytes = [];
    private int _at = at;

    public static Token Read(string text, ReadOnlySpan<char> prefix, ref int at)
    {
        var literal = new StringLiteral(text, at, at + prefix.Length, prefix.ContainsAny('r', 'R'), prefix.ContainsAny('b', 'B'));
        var token = literal.Read();
        at = literal._at;
        return token;
    }

    private Token Read()
    {
        var quote = _text[_at];
        var isTriple = _at + 2 < _text.Length && _text[_at + 1] == quote && _text[_at + 2] == quote;
        ReadOnlySpan<char> end = isTriple ? [quote, quote, quote] : [quote];
        _at += end.Length;
        while (!_text[_at..].StartsWith(end))
        {
            if (_at == _text.Length || (!isTriple && (_text[_at] is '\n' or '\r')))
                throw new CelSyntaxException("Syntax error: a string is not ended", start);
            if (_text[_at] == '\\' && !isRaw)
                Escape();
            else
                Verbatim();
        }

        _at += end.Length;
        return isBytes
            ? new Token(TokenKind.Bytes, "", start, [.. _bytes])
            : new Token(TokenKind.String, _contents.ToString(), start);
    }

    private void Verbatim()
    {
        Rune.DecodeFromUtf16(_text[_at..], out var rune, out var units);
        _at += units;
        Append(rune);
    }

    private void Append(Rune rune)
    {
        if (!isBytes)
        {
            _contents.Append(rune.ToString());
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        _bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private void Escape()
    {
        var from = _at;
        var c = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        _at += 2;
        if (Simple(c) is { } simple)
            Append(new Rune(simple));
        else if (c is 'x' or 'X')
            AppendCode(Hexadecimal(2, from), from);
        else if (c is >= '0' and <= '3')
            Octal(from);
        else if (!isBytes && (c is 'u' or 'U'))
            AppendCode(Hexadecimal(c == 'u' ? 4 : 8, from), from);
        else
            throw new CelSyntaxException("Syntax error: unknown escape in a string", from);
    }

    private static char? Simple(char c) => c switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' or '?' or '"' or '\'' or '`' => c,
        _ => null,
    };

    private void Octal(int from)
    {
        _at--;
        var code = 0;
        for (var i = 0; i < 3; i++, _at++)
        {
            if (_at == _text.Length || _text[_at] is < '0' or > '7')
                throw new CelSyntaxException("Syntax error: an octal escape has three digits", from);
            code = (code * 8) + _text[_at] - '0';
        }

        AppendCode((uint)code, from);
    }

    private uint Hexadecimal(int count, int from)
    {
        if (_at + count > _text.Length || !uint.TryParse(_text.Slice(_at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw new CelSyntaxException($"Syntax error: an escape wants {count} hexadecimal digits", from);
        _at += count;
        return code;
    }

    private void AppendCode(uint code, int from)
    {
        if (isBytes)
            _bytes.Add((byte)code);
        else if (Rune.TryCreate(code, out var rune))
            Append(rune);
        else
            throw new CelSyntaxException("Syntax error: an escape names no character", from);
    }
}
