namespace Scanner.Policies.Rego.Syntax;

/// <summary>Cuts a module into tokens.</summary>
internal ref struct Lexer(string text)
{
    private const int MostTokens = 200_000;

    private static readonly string[] s_signs = [":=", "==", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "(", ")", "[", "]", "{", "}", ",", ";", ":", "."];

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _line;

    public static Token[] Read(string text)
    {
        var lexer = new Lexer(text);
        var tokens = new List<Token>();
        while (true)
        {
            var token = lexer.Next();
            tokens.Add(token);
            if (token.Kind == TokenKind.End)
                return [.. tokens];
            if (tokens.Count > MostTokens)
                throw new RegoSyntaxException($"more than {MostTokens} tokens", token.At);
        }
    }

    private Token Next()
    {
        var before = _at;
        SkipBlanks();
        var (start, line, isApart) = (_at, _line, _at > before);
        if (_at == _text.Length)
            return new Token(TokenKind.End, "", start, line, isApart);
        var c = _text[_at];
        if (c == '$' && _at + 1 < _text.Length && _text[_at + 1] is '"' or '`')
            return new Token(TokenKind.Template, _text[_at + 1].ToString(), start, line, isApart, Template());
        if (c is '"' or '`')
            return new Token(TokenKind.Text, c == '"' ? Quoted() : Raw(), start, line, isApart);
        if (char.IsAsciiDigit(c))
            return new Token(TokenKind.Number, Number(), start, line, isApart);
        if (IsNameStart(c))
            return new Token(TokenKind.Name, Name(), start, line, isApart);
        foreach (var sign in s_signs)
        {
            if (!_text[_at..].StartsWith(sign, StringComparison.Ordinal))
                continue;
            _at += sign.Length;
            return new Token(TokenKind.Sign, sign, start, line, isApart);
        }

        throw new RegoSyntaxException($"illegal token '{c}'", start);
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '#')
            {
                var length = _text[_at..].IndexOf('\n');
                _at = length < 0 ? _text.Length : _at + length;
            }
            else if (c is ' ' or '\t' or '\n' or '\r' or '\uFEFF')
            {
                _line += c == '\n' ? 1 : 0;
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && (IsNameStart(_text[_at]) || char.IsAsciiDigit(_text[_at])))
            _at++;
        return _text[start.._at].ToString();
    }

    private string Number()
    {
        var start = _at;
        Digits();
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            Digits();
        }

        if (_at + 1 < _text.Length && (_text[_at] is 'e' or 'E'))
        {
            var sign = _text[_at + 1] is '+' or '-' ? 1 : 0;
            if (_at + 1 + sign < _text.Length && char.IsAsciiDigit(_text[_at + 1 + sign]))
            {
                _at += 1 + sign;
                Digits();
            }
        }

        return _text[start.._at].ToString();
    }

    private void Digits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
    }

    private List<TemplatePart> Template()
    {
        var start = _at + 1;
        var (parts, end) = TemplateScanner.Read(_text, start);
        _line += _text[start..end].Count('\n');
        _at = end;
        return parts;
    }

    /// <summary>The contents of a text in quotes, without what escapes signs in it.</summary>
    public static string Unescaped(string text)
    {
        var lexer = new Lexer("\"" + text + "\"");
        return lexer.Quoted();
    }

    private string Raw()
    {
        var start = _at + 1;
        var length = _text[start..].IndexOf('`');
        if (length < 0)
            throw new RegoSyntaxException("non-terminated string", _at);
        _at = start + length + 1;
        var raw = _text.Slice(start, length);
        _line += raw.Count('\n');
        return raw.ToString().Replace("\r", "", StringComparison.Ordinal);
    }

    private string Quoted()
    {
        var start = _at;
        var result = new System.Text.StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            var c = _text[_at];
            if (c == '\n')
                throw new RegoSyntaxException("non-terminated string", start);
            result.Append(c == '\\' ? Escape(start) : c);
        }

        if (_at == _text.Length)
            throw new RegoSyntaxException("non-terminated string", start);
        _at++;
        return result.ToString();
    }

    private char Escape(int start)
    {
        if (++_at == _text.Length)
            throw new RegoSyntaxException("non-terminated string", start);
        switch (_text[_at])
        {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u' when _at + 4 < _text.Length && ushort.TryParse(
                _text.Slice(_at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            case '"' or '\\' or '/':
                return _text[_at];
            default:
                throw new RegoSyntaxException("illegal string escape character", _at);
        }
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c);
}
