using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Syntax;

/// <summary>Cuts a text into tokens.</summary>
internal sealed class JmesLexer(string text)
{
    private const int MostTokens = 2_000;

    private static readonly string[] s_symbols = ["||", "&&", "==", "!=", "<=", ">=", "|", "&", "<", ">", "!", ".", "*", ",", ":", "@", "(", ")", "[", "]", "{", "}"];

    private readonly List<JmesToken> _tokens = [];
    private int _at;

    /// <exception cref="JmesSyntaxException">A character belongs to no token, or the text is too long.</exception>
    public static List<JmesToken> Read(string text) => new JmesLexer(text).Read();

    private List<JmesToken> Read()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\n' or '\r')
                _at++;
            else
                _tokens.Add(Next());
            if (_tokens.Count > MostTokens)
                throw Wrong($"more than {MostTokens} tokens");
        }

        _tokens.Add(new JmesToken(JmesTokenKind.End, "", text.Length));
        return _tokens;
    }

    private JmesToken Next()
    {
        var start = _at;
        var c = text[_at];
        if (char.IsAsciiLetter(c) || c == '_')
            return new JmesToken(JmesTokenKind.Identifier, While(static d => char.IsAsciiLetterOrDigit(d) || d == '_'), start);
        if (char.IsAsciiDigit(c) || c == '-')
            return new JmesToken(JmesTokenKind.Number, Number(), start);
        switch (c)
        {
            case '"':
                return new JmesToken(JmesTokenKind.QuotedIdentifier, Json(Delimited('"'), '"') is CelString { Value: var name } ? name : "", start);
            case '\'':
                return new JmesToken(JmesTokenKind.Literal, "", start, new CelString(Delimited('\'').Replace(@"\'", "'", StringComparison.Ordinal)));
            case '`':
                return new JmesToken(JmesTokenKind.Literal, "", start, Json(Delimited('`').Replace(@"\`", "`", StringComparison.Ordinal), '`'));
        }

        foreach (var (bracket, kind) in ((string, JmesTokenKind)[])[("[]", JmesTokenKind.Flatten), ("[?", JmesTokenKind.Filter)])
        {
            if (Take(bracket))
                return new JmesToken(kind, bracket, start);
        }

        return Array.Find(s_symbols, Take) is { } symbol
            ? new JmesToken(JmesTokenKind.Symbol, symbol, start)
            : throw Wrong($"unknown character '{c}'");
    }

    private bool Take(string symbol)
    {
        if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0)
            return false;
        _at += symbol.Length;
        return true;
    }

    private string While(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at]))
            _at++;
        return text[start.._at];
    }

    private string Number()
    {
        var sign = text[_at] == '-' ? "-" : "";
        _at += sign.Length;
        var digits = While(char.IsAsciiDigit);
        return digits.Length > 0 ? sign + digits : throw Wrong("a number has no digits");
    }

    /// <summary>What stands between two delimiters; a backslash takes the next character along.</summary>
    private string Delimited(char delimiter)
    {
        var start = ++_at;
        while (_at < text.Length && text[_at] != delimiter)
            _at += text[_at] == '\\' ? 2 : 1;
        if (_at >= text.Length)
            throw Wrong($"unclosed {delimiter}");
        return text[start.._at++];
    }

    private CelValue Json(string json, char delimiter)
    {
        var whole = delimiter == '"' ? $"\"{json}\"" : json.Trim();
        return JsonValues.Parse(whole) ?? throw Wrong("invalid JSON");
    }

    private JmesSyntaxException Wrong(string what) => new(what, _at);
}
