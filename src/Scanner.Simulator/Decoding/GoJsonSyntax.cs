using System.Text;

namespace Scanner.Simulator.Decoding;

/// <summary>Finds the first character that JSON does not allow, and says so in the words of Go's <c>encoding/json</c>.</summary>
internal ref struct GoJsonSyntax
{
    private const string Unexpected = "unexpected end of JSON input";

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private GoJsonSyntax(ReadOnlySpan<byte> text) => _text = text;

    /// <exception cref="GoJsonException">There is one, or the text ends too early.</exception>
    public static void Check(ReadOnlySpan<byte> text)
    {
        var scan = new GoJsonSyntax(text);
        scan.Value();
        if (scan.Peek() is { } left)
            throw Invalid(left, "after top-level value");
    }

    private void Value()
    {
        switch (Next())
        {
            case (byte)'{':
                Members();
                break;
            case (byte)'[':
                Elements();
                break;
            case (byte)'"':
                Text();
                break;
            case (byte)'t':
                Literal("true");
                break;
            case (byte)'f':
                Literal("false");
                break;
            case (byte)'n':
                Literal("null");
                break;
            case var c and ((byte)'-' or (>= (byte)'0' and <= (byte)'9')):
                Number(c);
                break;
            case var c:
                throw Invalid(c, "looking for beginning of value");
        }
    }

    private void Members()
    {
        if (TryTake('}'))
            return;
        do
        {
            if (Next() is var c && c != '"')
                throw Invalid(c, "looking for beginning of object key string");
            Text();
            if (Next() is var colon && colon != ':')
                throw Invalid(colon, "after object key");
            Value();
        }
        while (TakeComma('}', "after object key:value pair"));
    }

    private void Elements()
    {
        if (TryTake(']'))
            return;
        do
            Value();
        while (TakeComma(']', "after array element"));
    }

    private bool TakeComma(char end, string where)
    {
        var c = Next();
        return c == ',' || (c == end ? false : throw Invalid(c, where));
    }

    private void Text()
    {
        while (true)
        {
            switch (Take())
            {
                case (byte)'"':
                    return;
                case (byte)'\\':
                    Escape();
                    break;
                case var c and < 0x20:
                    throw Invalid(c, "in string literal");
            }
        }
    }

    private void Escape()
    {
        var c = Take();
        if (c != 'u')
        {
            if (!"\"\\/bfnrt".Contains((char)c, StringComparison.Ordinal))
                throw Invalid(c, "in string escape code");
            return;
        }

        for (var i = 0; i < 4; i++)
        {
            if (Take() is var digit && !char.IsAsciiHexDigit((char)digit))
                throw Invalid(digit, "in \\u hexadecimal character escape");
        }
    }

    private void Literal(string word)
    {
        foreach (var wanted in word.AsSpan(1))
        {
            if (Take() is var c && c != wanted)
                throw Invalid(c, $"in literal {word} (expecting '{wanted}')");
        }
    }

    private void Number(byte first)
    {
        if (first == '-' && Take() is var c && !char.IsAsciiDigit((char)(first = c)))
            throw Invalid(c, "in numeric literal");
        if (first != '0')
            Digits();
        if (TryTakeHere('.'))
            RequireDigits("after decimal point in numeric literal");
        if (!TryTakeHere('e') && !TryTakeHere('E'))
            return;
        if (!TryTakeHere('+'))
            TryTakeHere('-');
        RequireDigits("in exponent of numeric literal");
    }

    private void RequireDigits(string where)
    {
        if (Take() is var c && !char.IsAsciiDigit((char)c))
            throw Invalid(c, where);
        Digits();
    }

    private void Digits()
    {
        while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
            _at++;
    }

    private bool TryTakeHere(char wanted)
    {
        var found = _at < _text.Length && _text[_at] == wanted;
        _at += found ? 1 : 0;
        return found;
    }

    private bool TryTake(char wanted) => Peek() == wanted && TryTakeHere(wanted);

    private byte? Peek()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            _at++;
        return _at < _text.Length ? _text[_at] : null;
    }

    private byte Next()
    {
        _ = Peek();
        return Take();
    }

    private byte Take() => _at < _text.Length ? _text[_at++] : throw new GoJsonException(Unexpected);

    private static GoJsonException Invalid(byte c, string where)
    {
        var shown = c switch
        {
            (byte)'\'' => @"'\''",
            (byte)'"' => "'\"'",
            < 0x20 or >= 0x7f => $"'\\x{c:x2}'",
            _ => $"'{Encoding.ASCII.GetString([c])}'",
        };
        return new GoJsonException($"invalid character {shown} {where}");
    }
}
