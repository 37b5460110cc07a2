namespace Scanner.Policies.Cel.Syntax;

/// <summary>
/// Recursive descent over the grammar of CEL; this half holds the operators, <see cref="PrimaryParser"/> what they stand between.
/// </summary>
internal abstract class Parser
{
    /// <summary>As cel-go limits it: code points of a text, and how deep expressions stand within each other.</summary>
    private const int MostCharacters = 100_000;
    private const int MostRecursion = 250;

    private readonly List<Token> _tokens;
    private int _at;
    private int _recursion;

    private protected Parser(string text, CelDialect dialect)
    {
        if (text.Length > MostCharacters)
            throw new CelSyntaxException($"the expression has more than {MostCharacters} characters", 0);
        _tokens = Lexer.Read(text);
        Dialect = dialect;
    }

    private protected CelDialect Dialect { get; }

    private protected Token Current => _tokens[_at];

    private protected Token Following => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    /// <exception cref="CelSyntaxException">The text is no expression.</exception>
    public static Expr Parse(string text, CelDialect dialect)
    {
        var parser = new PrimaryParser(text, dialect);
        var expr = parser.Expression();
        return parser.Current.Kind == TokenKind.End ? expr : throw parser.Unexpected();
    }

    private protected Expr Expression()
    {
        if (++_recursion > MostRecursion)
            throw new CelSyntaxException($"expression recursion limit exceeded: {MostRecursion}", Current.Position);
        var condition = Logical("||", "&&");
        if (Current.Is("?"))
        {
            var position = Take().Position;
            var then = Logical("||", "&&");
            Expect(":");
            condition = new Expr.Call("?:", null, [condition, then, Expression()], position);
        }

        _recursion--;
        return condition;
    }

    /// <summary>A chain of one operator is one call of many arguments, so that a long one is not a deep one.</summary>
    private Expr Logical(string op, string? inner)
    {
        var first = Operand();
        if (!Current.Is(op))
            return first;
        var position = Current.Position;
        var operands = new List<Expr> { first };
        while (Current.Is(op))
        {
            Take();
            operands.Add(Operand());
        }

        return new Expr.Call(op, null, [.. operands], position);

        Expr Operand() => inner is null ? Relation() : Logical(inner, null);
    }

    private Expr Relation()
    {
        var left = Sum();
        while (Current is { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" } || Current.IsKeyword("in"))
        {
            var op = Take();
            left = new Expr.Call(op.Text, null, [left, Sum()], op.Position);
        }

        return left;
    }

    private Expr Sum()
    {
        var left = Product();
        while (Current is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            var op = Take();
            left = new Expr.Call(op.Text, null, [left, Product()], op.Position);
        }

        return left;
    }

    private Expr Product()
    {
        var left = Unary();
        while (Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "%" })
        {
            var op = Take();
            left = new Expr.Call(op.Text, null, [left, Unary()], op.Position);
        }

        return left;
    }

    /// <summary>Two signs of one kind cancel each other before anything is evaluated, as in cel-go.</summary>
    private Expr Unary()
    {
        if (!Current.Is("!") && (!Current.Is("-") || Following.IsNumber))
            return Member();
        var op = Current;
        var count = 0;
        while (Current.Is(op.Text) && (op.Text == "!" || !Following.IsNumber))
        {
            Take();
            count++;
        }

        var operand = Member();
        return count % 2 == 0 ? operand : new Expr.Call(op.Text == "!" ? "!" : "neg", null, [operand], op.Position);
    }

    /// <summary>What binds closer than any operator.</summary>
    private protected abstract Expr Member();

    private protected Token Take() => _tokens[_at++];

    private protected bool Accept(string op)
    {
        if (!Current.Is(op))
            return false;
        _at++;
        return true;
    }

    private protected void Expect(string op)
    {
        if (!Accept(op))
            throw Unexpected($"expecting '{op}'");
    }

    private protected CelSyntaxException Unexpected(string? expected = null)
    {
        var found = Current.Kind == TokenKind.End ? "<EOF>" : $"'{Current.Text}'";
        return new CelSyntaxException($"Syntax error: mismatched input {found}{(expected is null ? "" : " " + expected)}", Current.Position);
    }
}
