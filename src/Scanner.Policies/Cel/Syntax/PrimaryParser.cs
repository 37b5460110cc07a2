using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Syntax;

/// <summary>Names, literals, lists, maps, messages, and the fields, calls and indices after them.</summary>
internal sealed class PrimaryParser(string text, CelDialect dialect) : Parser(text, dialect)
{
    private static readonly HashSet<string> s_reserved =
    [
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "namespace", "null",
        "package", "return", "true", "var", "void", "while",
    ];

    private protected override Expr Member()
    {
        var member = Primary();
        while (true)
        {
            var position = Current.Position;
            if (Accept("."))
                member = Field(member, position);
            else if (Accept("["))
                member = Index(member, position);
            else if (Current.Is("{") && TypeName(member) is { } type)
                member = Message(type, position);
            else
                return member;
        }
    }

    private Expr Field(Expr operand, int position)
    {
        var isOptional = Dialect.HasOptionals && Accept("?");
        var name = Current;
        if (name.Kind == TokenKind.QuotedIdentifier && Dialect.IsKubernetes)
            throw new CelSyntaxException("unsupported syntax: '`'", name.Position);
        if (name.Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier) || name.Text is "in" or "true" or "false" or "null")
            throw Unexpected("expecting a name");
        Take();
        if (isOptional || name.Kind == TokenKind.QuotedIdentifier || !Accept("("))
            return new Expr.Select(operand, name.Text, isOptional, position);
        return Call(name.Text, operand, position);
    }

    private Expr Call(string name, Expr? target, int position)
    {
        var arguments = new List<Expr>();
        while (!Accept(")"))
        {
            if (arguments.Count > 0)
                Expect(",");
            arguments.Add(Expression());
        }

        Expr[] all = [.. arguments];
        return Macros.Expand(name, target, all, Dialect, position) ?? new Expr.Call(name, target, all, position);
    }

    private Expr.Call Index(Expr operand, int position)
    {
        var isOptional = Dialect.HasOptionals && Accept("?");
        var index = Expression();
        Expect("]");
        return new Expr.Call(isOptional ? "[?]" : "[]", null, [operand, index], position);
    }

    private Expr Primary()
    {
        var token = Current;
        if (token.Is("-") && Following.IsNumber)
        {
            Take();
            return NumberLiteral.Read(Take(), isNegative: true);
        }

        switch (token.Kind)
        {
            case TokenKind.Int or TokenKind.Uint or TokenKind.Double:
                return NumberLiteral.Read(Take(), isNegative: false);
            case TokenKind.String:
                return new Expr.Literal(new CelString(Take().Text), token.Position);
            case TokenKind.Bytes:
                return new Expr.Literal(new CelBytes(Take().Bytes!), token.Position);
            case TokenKind.Identifier:
                return Name(isRooted: false);
            case TokenKind.Operator:
                return Bracketed(token);
            default:
                throw Unexpected();
        }
    }

    private Expr Bracketed(Token token)
    {
        if (Accept("("))
        {
            var inner = Expression();
            Expect(")");
            return inner;
        }

        if (Accept("["))
            return List(token.Position);
        if (Accept("{"))
            return Map(token.Position);
        if (Accept("."))
            return Current.Kind == TokenKind.Identifier ? Name(isRooted: true) : throw Unexpected("expecting a name");
        throw Unexpected();
    }

    private Expr Name(bool isRooted)
    {
        var token = Take();
        if (!isRooted && Keyword(token.Text) is { } constant)
            return new Expr.Literal(constant, token.Position);
        if (s_reserved.Contains(token.Text))
            throw new CelSyntaxException($"reserved identifier: {token.Text}", token.Position);
        return Accept("(") ? Call(token.Text, null, token.Position) : new Expr.Name(token.Text, isRooted, token.Position);
    }

    private static CelValue? Keyword(string name) => name switch
    {
        "true" => CelBool.True,
        "false" => CelBool.False,
        "null" => CelNull.Value,
        _ => null,
    };

    private Expr.List List(int position)
    {
        var items = new List<Expr>();
        var areOptional = new List<bool>();
        while (!Accept("]"))
        {
            if (items.Count > 0)
                Expect(",");
            if (items.Count > 0 && Accept("]"))
                break;
            areOptional.Add(Dialect.HasOptionals && Accept("?"));
            items.Add(Expression());
        }

        return new Expr.List([.. items], [.. areOptional], position);
    }

    private Expr.Map Map(int position)
    {
        var (keys, values, areOptional) = (new List<Expr>(), new List<Expr>(), new List<bool>());
        while (!Accept("}"))
        {
            if (keys.Count > 0)
                Expect(",");
            if (keys.Count > 0 && Accept("}"))
                break;
            areOptional.Add(Dialect.HasOptionals && Accept("?"));
            keys.Add(Expression());
            Expect(":");
            values.Add(Expression());
        }

        return new Expr.Map([.. keys], [.. values], [.. areOptional], position);
    }

    private Expr.Message Message(string type, int position)
    {
        Expect("{");
        var (fields, values, areOptional) = (new List<string>(), new List<Expr>(), new List<bool>());
        while (!Accept("}"))
        {
            if (fields.Count > 0)
                Expect(",");
            if (fields.Count > 0 && Accept("}"))
                break;
            areOptional.Add(Dialect.HasOptionals && Accept("?"));
            if (Current.Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier))
                throw Unexpected("expecting the name of a field");
            fields.Add(Take().Text);
            Expect(":");
            values.Add(Expression());
        }

        return new Expr.Message(type, [.. fields], [.. values], [.. areOptional], position);
    }

    /// <summary>Names with dots between them, which may name a type; null for anything else.</summary>
    private static string? TypeName(Expr expr) => expr switch
    {
        Expr.Name name => name.IsRooted ? "." + name.Text : name.Text,
        Expr.Select { IsOptional: false } select => TypeName(select.Operand) is { } outer ? $"{outer}.{select.Field}" : null,
        _ => null,
    };
}
