namespace Scanner.Policies.Rego.Syntax;

/// <summary>The tokens of a module, one after the other, with a way back.</summary>
internal class TokenReader
{
    private readonly Token[] _tokens;
    private readonly bool[] _holdBars;
    private long _steps;

    protected TokenReader(string text)
    {
        _tokens = Lexer.Read(text);
        _holdBars = BracketsWithBars(_tokens);
        // Going back may read a token several times; nested attempts must not read it without end.
        _steps = 10_000 + (40L * _tokens.Length);
    }

    protected int Position { get; set; }

    protected Token Now => _tokens[Position];

    protected Token After => _tokens[Math.Min(Position + 1, _tokens.Length - 1)];

    /// <summary>The line on which the token before stands.</summary>
    protected int LineBefore => Position == 0 ? 0 : _tokens[Position - 1].Line;

    /// <summary>Whether a <c>|</c> stands in the bracket that was just opened, and in none within it: only then it may be a comprehension.</summary>
    protected bool HoldsBar => Position > 0 && _holdBars[Position - 1];

    private static bool[] BracketsWithBars(Token[] tokens)
    {
        var hold = new bool[tokens.Length];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Kind != TokenKind.Sign)
                continue;
            if (tokens[i].Text is "(" or "[" or "{")
                open.Push(i);
            else if (tokens[i].Text is ")" or "]" or "}")
                open.TryPop(out _);
            else if (tokens[i].Text == "|" && open.TryPeek(out var bracket))
                hold[bracket] = true;
        }

        return hold;
    }

    protected Token Take()
    {
        var token = Now;
        if (--_steps < 0)
            throw new RegoSyntaxException("too many nested alternatives", token.At);
        if (Position < _tokens.Length - 1)
            Position++;
        return token;
    }

    protected bool TryTake(string sign)
    {
        if (!Now.Is(sign))
            return false;
        Take();
        return true;
    }

    /// <summary>Whether a word stands here as a word of the language: right before a dot it is a name.</summary>
    protected bool IsWord(string word) => Now.IsName(word) && !(After.Is(".") && !After.IsApart);

    protected bool TryTakeWord(string word)
    {
        if (!IsWord(word))
            return false;
        Take();
        return true;
    }

    protected void Expect(string sign)
    {
        if (!TryTake(sign))
            throw Unexpected($"expected {sign}");
    }

    protected string ExpectName()
    {
        if (Now.Kind != TokenKind.Name)
            throw Unexpected("expected a name");
        return Take().Text;
    }

    protected RegoSyntaxException Unexpected(string wanted) =>
        new($"unexpected {(Now.Kind == TokenKind.End ? "end" : Now.Kind == TokenKind.Text ? "string" : $"'{Now.Text}'")}: {wanted}", Now.At);
}
