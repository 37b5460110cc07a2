using System.Text;

namespace Scanner.Policies.Cel.Patterns;

/// <summary>Classes of characters, as <c>[a-z]</c>, <c>\d</c> or <c>[[:alpha:]]</c>, in the syntax of .NET.</summary>
internal static class Re2Class
{
    private const string Pair = "[\\ud800-\\udbff][\\udc00-\\udfff]";

    public const string AnyCharacter = $"(?:{Pair}|[\\s\\S])";

    public const string AnyButNewLine = $"(?:{Pair}|[^\\n])";

    public static string Literal(int codePoint) => codePoint switch
    {
        > 0xffff => $"\\u{char.ConvertFromUtf32(codePoint)[0] - 0:x4}\\u{char.ConvertFromUtf32(codePoint)[1] - 0:x4}",
        _ when char.IsAsciiLetterOrDigit((char)codePoint) => ((char)codePoint).ToString(),
        _ => $"\\u{codePoint:x4}",
    };

    /// <summary>What stands after an opening bracket.</summary>
    public static string Read(Re2Reader reader, bool ignoresCase)
    {
        var isNegated = reader.Accept('^');
        var set = new StringBuilder();
        var pairs = new List<string>();
        var isFirst = true;
        while (isFirst || reader.Peek() != ']')
        {
            if (reader.IsAtEnd)
                throw new Re2SyntaxException("missing closing ]");
            isFirst = false;
            if (reader.Peeks("[:"))
                set.Append(Posix(reader));
            else if (reader.AcceptClassEscape())
                set.Append(Perl(reader, isInClass: true));
            else
                AppendRange(reader, set, pairs);
        }

        reader.Take();
        var text = Assemble(set.ToString(), pairs, isNegated);
        return ignoresCase ? $"(?i:{text})" : text;
    }

    /// <summary>
    /// The class of <c>\d</c>, <c>\w</c>, <c>\s</c>, <c>\p</c> and their opposites after a backslash; null, with nothing taken, for
    /// anything else.
    /// </summary>
    public static string? Perl(Re2Reader reader, bool isInClass)
    {
        var c = reader.Peek();
        var contents = c switch
        {
            'd' => "0-9",
            'w' => "0-9A-Za-z_",
            's' => "\\t\\n\\f\\r ",
            'D' => "\\u0000-/:-\\uffff",
            'W' => "\\u0000-/:-@\\u005b-^`{-\\uffff",
            'S' => "\\u0000-\\u0008\\u000b\\u000e-\\u001f!-\\uffff",
            'p' or 'P' => null,
            _ => "",
        };
        if (contents?.Length == 0)
            return null;
        reader.Take();
        contents ??= Property(reader, c == 'P');
        if (isInClass)
            return contents;
        return c is 'D' or 'W' or 'S' or 'P' ? $"(?:{Pair}|[{contents}])" : $"[{contents}]";
    }

    private static void AppendRange(Re2Reader reader, StringBuilder set, List<string> pairs)
    {
        var low = Member(reader);
        var high = low;
        if (reader.Peek() == '-' && !reader.Peeks("-]"))
        {
            reader.Take();
            high = Member(reader);
            if (high < low)
                throw new Re2SyntaxException("invalid character class range");
        }

        if (low <= 0xffff)
            set.Append(low == high ? Literal(low) : $"{Literal(low)}-{Literal(Math.Min(high, 0xffff))}");
        if (high > 0xffff)
            AppendPairs(pairs, Math.Max(low, 0x10000), high);
    }

    /// <summary>Code points beyond the first 65,536 as pairs of UTF-16: the first half decides which second halves there are.</summary>
    private static void AppendPairs(List<string> pairs, int low, int high)
    {
        var (first, last) = (char.ConvertFromUtf32(low), char.ConvertFromUtf32(high));
        if (first[0] == last[0])
        {
            pairs.Add($"{Unit(first[0])}[{Unit(first[1])}-{Unit(last[1])}]");
            return;
        }

        pairs.Add($"{Unit(first[0])}[{Unit(first[1])}-\\udfff]");
        pairs.Add($"{Unit(last[0])}[\\udc00-{Unit(last[1])}]");
        if (last[0] - first[0] > 1)
            pairs.Add($"[{Unit((char)(first[0] + 1))}-{Unit((char)(last[0] - 1))}][\\udc00-\\udfff]");
    }

    private static string Unit(char c) => $"\\u{(int)c:x4}";

    private static int Member(Re2Reader reader)
    {
        var c = reader.Take();
        return c == '\\' ? reader.EscapedCodePoint() : reader.CodePoint(c);
    }

    private static string Assemble(string set, List<string> pairs, bool isNegated)
    {
        if (!isNegated)
            return pairs.Count == 0 ? $"[{set}]" : "(?:" + string.Join('|', set.Length > 0 ? [.. pairs, $"[{set}]"] : pairs) + ")";
        return pairs.Count == 0
            ? $"(?:{Pair}|[^{set}])"
            : throw new Re2SyntaxException("a negated class of characters beyond U+FFFF is not supported");
    }

    private static string Property(Re2Reader reader, bool isNegated)
    {
        var name = reader.Take().ToString();
        if (name == "{")
        {
            var text = new StringBuilder();
            for (var c = reader.Take(); c != '}'; c = reader.Take())
                text.Append(c);
            name = text.ToString();
        }

        if (name.StartsWith('^'))
            (name, isNegated) = (name[1..], !isNegated);
        if (name == "Any")
            return isNegated ? "\\u0000-\\u0000" : "\\u0000-\\uffff";
        return name.Length <= 2 && name.Length > 0 && name.All(char.IsAsciiLetter)
            ? $"\\{(isNegated ? 'P' : 'p')}{{{name}}}"
            : throw new Re2SyntaxException("scripts of Unicode are not supported");
    }

    private static string Posix(Re2Reader reader)
    {
        reader.Take();
        reader.Take();
        var isNegated = reader.Accept('^');
        var name = new StringBuilder();
        while (char.IsAsciiLetter(reader.Peek()))
            name.Append(reader.Take());
        if (!reader.Accept(':') || !reader.Accept(']'))
            throw new Re2SyntaxException("invalid character class range");
        var contents = name.ToString() switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "ascii" => "\\u0000-\\u007f",
            "blank" => "\\t ",
            "cntrl" => "\\u0000-\\u001f\\u007f",
            "digit" => "0-9",
            "graph" => "!-~",
            "lower" => "a-z",
            "print" => " -~",
            "punct" => "!-/:-@\\u005b-`{-~",
            "space" => "\\t\\n\\v\\f\\r ",
            "upper" => "A-Z",
            "word" => "0-9A-Za-z_",
            "xdigit" => "0-9A-Fa-f",
            _ => throw new Re2SyntaxException("invalid character class range"),
        };
        return isNegated ? throw new Re2SyntaxException("negated classes within brackets are not supported") : contents;
    }
}
