namespace Scanner.Policies.Cel.Syntax;

/// <summary>Cuts the text of an expression into tokens.</summary>
internal ref struct Lexer(string text)
{
    private static readonly string[] s_operators =
    [
        "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}",
    ];

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public static List<Token> Read(string text)
    {
        var lexer = new Lexer(text);
        var tokens = new List<Token>();
        while (true)
        {
            var token = lexer.Next();
            tokens.Add(token);
            if (token.Kind == TokenKind.End)
                return tokens;
        }
    }

    private Token Next()
    {
        SkipBlanks();
        if (_at == _text.Length)
            return new Token(TokenKind.End, "", _at);
        var c = _text[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))
            return Number();
        if (StringStart() is >= 0 and var prefix)
            return StringLiteral.Read(text, _text[_at..(_at + prefix)], ref _at);
        if (IsNameStart(c))
            return Name();
        if (c == '`')
            return QuotedName();
        foreach (var op in s_operators)
        {
            if (!_text[_at..].StartsWith(op, StringComparison.Ordinal))
                continue;
            _at += op.Length;
            return new Token(TokenKind.Operator, op, _at - op.Length);
        }

        throw new CelSyntaxException($"Syntax error: token recognition error at: '{c}'", _at);
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (_text[_at..].StartsWith("//", StringComparison.Ordinal))
            {
                var line = _text[_at..].IndexOf('\n');
                _at = line < 0 ? _text.Length : _at + line;
            }
            else
            {
                return;
            }
        }
    }

    private Token Name()
    {
        var start = _at;
        while (_at < _text.Length && (IsNameStart(_text[_at]) || char.IsAsciiDigit(_text[_at])))
            _at++;
        return new Token(TokenKind.Identifier, _text[start.._at].ToString(), start);
    }

    private Token QuotedName()
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' or '-' or '/' or ' '))
            _at++;
        if (_at == _text.Length || _text[_at] != '`' || _at == start + 1)
            throw new CelSyntaxException("Syntax error: a name between backticks is not ended, is empty or holds another sign", start);
        _at++;
        return new Token(TokenKind.QuotedIdentifier, _text[(start + 1)..(_at - 1)].ToString(), start);
    }

    private Token Number()
    {
        var start = _at;
        var kind = TokenKind.Int;
        if (_text[_at..].StartsWith("0x", StringComparison.Ordinal) && _at + 2 < _text.Length && char.IsAsciiHexDigit(_text[_at + 2]))
        {
            _at += 2;
            while (_at < _text.Length && char.IsAsciiHexDigit(_text[_at]))
                _at++;
        }
        else
        {
            kind = Decimal();
        }

        var digits = _text[start.._at].ToString();
        if (kind != TokenKind.Int || _at == _text.Length || _text[_at] is not ('u' or 'U'))
            return new Token(kind, digits, start);
        _at++;
        return new Token(TokenKind.Uint, digits, start);
    }

    private TokenKind Decimal()
    {
        var kind = TokenKind.Int;
        Digits();
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            kind = TokenKind.Double;
            _at++;
            Digits();
        }

        if (_at < _text.Length && (_text[_at] is 'e' or 'E'))
        {
            var sign = _at + 1 < _text.Length && (_text[_at + 1] is '+' or '-') ? 1 : 0;
            if (_at + 1 + sign < _text.Length && char.IsAsciiDigit(_text[_at + 1 + sign]))
            {
                kind = TokenKind.Double;
                _at += 1 + sign;
                Digits();
            }
        }

        return kind;
    }

    private void Digits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
    }

    /// <summary>The length of the prefix (r, b, rb, br) before the quote of a string that starts here; below zero when none does.</summary>
    private readonly int StringStart()
    {
        var rest = _text[_at..];
        var length = 0;
        var (raw, bytes) = (false, false);
        while (length < rest.Length && ((!raw && (rest[length] is 'r' or 'R')) || (!bytes && (rest[length] is 'b' or 'B'))))
        {
            raw |= rest[length] is 'r' or 'R';
            bytes |= rest[length] is 'b' or 'B';
            length++;
        }

        return length < rest.Length && (rest[length] is '"' or '\'') ? length : -1;
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c);
}
