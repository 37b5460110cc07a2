using System.Globalization;

namespace Scanner.Policies.Cel.Patterns;

/// <summary>Goes over the text of an expression.</summary>
internal sealed class Re2Reader(string text)
{
    private const int MostRepeats = 1000;

    private int _at;

    public bool IsAtEnd => _at >= text.Length;

    public char Peek() => IsAtEnd ? '\0' : text[_at];

    public bool Peeks(string what) => text.AsSpan(_at).StartsWith(what);

    public char Take() => IsAtEnd ? throw new Re2SyntaxException("unexpected end of expression") : text[_at++];

    public bool Accept(char c)
    {
        if (IsAtEnd || text[_at] != c)
            return false;
        _at++;
        return true;
    }

    /// <summary>Whether a named group without the P of RE2 follows; look-behind is none.</summary>
    public bool AcceptName() => Peeks("<") && !Peeks("<=") && !Peeks("<!");

    /// <summary>The backslash of a class within brackets, as of <c>[\d.]</c>.</summary>
    public bool AcceptClassEscape()
    {
        if (!Peeks("\\") || _at + 1 >= text.Length || text[_at + 1] is not ('d' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P'))
            return false;
        _at++;
        return true;
    }

    public void GroupName()
    {
        var isOpen = Accept('<');
        var start = _at;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        if (!isOpen || _at == start || !Accept('>'))
            throw new Re2SyntaxException("invalid named capture");
    }

    /// <summary>The code point that a sign, just taken, begins.</summary>
    public int CodePoint(char first)
    {
        if (char.IsHighSurrogate(first) && !IsAtEnd && char.IsLowSurrogate(text[_at]))
            return char.ConvertToUtf32(first, text[_at++]);
        return char.IsSurrogate(first) ? throw new Re2SyntaxException("invalid UTF-8") : first;
    }

    /// <summary>
    /// What stands after <c>{</c>, if it is a repetition: <c>2}</c>, <c>2,}</c>, <c>2,5}</c>; otherwise the brace is a sign as any other.
    /// </summary>
    public (string Text, int Most)? TryCounts()
    {
        var end = text.IndexOf('}', _at);
        if (end < 0)
            return null;
        var parts = text[_at..end].Split(',');
        if (parts.Length > 2 || !IsNumber(parts[0]) || (parts.Length == 2 && parts[1].Length > 0 && !IsNumber(parts[1])))
            return null;
        var least = Count(parts[0]);
        var most = parts.Length == 1 || parts[1].Length == 0 ? least : Count(parts[1]);
        if (least > most)
            throw new Re2SyntaxException("invalid repeat count");
        _at = end + 1;
        var upper = parts.Length == 1 ? "" : parts[1].Length == 0 ? "," : $",{most}";
        return ($"{{{least}{upper}}}", most);
    }

    public bool IsQuantifierNext()
    {
        if (Peek() is '*' or '+' or '?')
            return true;
        var start = _at;
        var isCount = Accept('{') && TryCounts() is not null;
        _at = start;
        return isCount;
    }

    /// <summary>The signs up to <c>\E</c>.</summary>
    public IEnumerable<int> Quoted()
    {
        while (!IsAtEnd && !Peeks("\\E"))
            yield return CodePoint(Take());
        if (!IsAtEnd)
            _at += 2;
    }

    /// <summary>The code point that is written after a backslash.</summary>
    public int EscapedCodePoint()
    {
        var c = Take();
        switch (c)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return Hexadecimal();
            case >= '0' and <= '7' when c == '0' || Peek() is >= '0' and <= '7':
                return Octal(c - '0');
            default:
                return c < 0x80 && !char.IsAsciiLetterOrDigit(c) ? c : throw new Re2SyntaxException("invalid escape sequence");
        }
    }

    private int Octal(int value)
    {
        for (var i = 0; i < 2 && Peek() is >= '0' and <= '7'; i++)
            value = (value * 8) + Take() - '0';
        return value;
    }

    private int Hexadecimal()
    {
        var end = Accept('{') ? text.IndexOf('}', _at) : _at + 2;
        var isBraced = end >= 0 && text[_at - 1] == '{';
        if (end < _at + 1 || end > text.Length
            || !int.TryParse(text.AsSpan(_at, end - _at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > 0x10ffff or (>= 0xd800 and <= 0xdfff))
        {
            throw new Re2SyntaxException("invalid escape sequence");
        }

        _at = end + (isBraced ? 1 : 0);
        return code;
    }

    private static bool IsNumber(string digits) =>
        digits.Length > 0 && digits.All(char.IsAsciiDigit) && (digits.Length == 1 || digits[0] != '0');

    private static int Count(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostRepeats
            ? count
            : throw new Re2SyntaxException("invalid repeat count");
}
