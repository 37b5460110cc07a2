using System.Globalization;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Syntax;

/// <summary>Reads expressions by the binding powers of the tokens.</summary>
internal sealed class JmesParser(List<JmesToken> tokens) : JmesListParser(tokens)
{
    /// <summary>Of nodes within each other: evaluating goes as deep.</summary>
    private const int MostDepth = 200;

    /// <summary>Projections take what follows them until a token that binds less than this.</summary>
    private const int EndOfProjection = 10;

    private static readonly JmesNode s_current = new JmesNode.Current();

    private int _depth;
    private int _steps;

    /// <exception cref="JmesSyntaxException">The text is no expression.</exception>
    public static JmesNode Parse(string text)
    {
        var parser = new JmesParser(JmesLexer.Read(text));
        var node = parser.Expression(0);
        return parser.Token.Kind == JmesTokenKind.End ? node : throw parser.Unexpected();
    }

    protected override JmesNode Expression(int power)
    {
        if (++_depth > MostDepth)
            throw new JmesSyntaxException("the expression is nested too deeply", Token.Position);
        var left = Prefix(Take());
        while (power < Token.Power)
        {
            if (++_steps > MostDepth * 3)
                throw new JmesSyntaxException("the expression is too long", Token.Position);
            left = Infix(left, Take());
        }

        _depth--;
        return left;
    }

    private JmesNode Prefix(JmesToken token)
    {
        switch (token.Kind)
        {
            case JmesTokenKind.Literal:
                return new JmesNode.Literal(token.Value!);
            case JmesTokenKind.Identifier:
                return new JmesNode.Field(new CelString(token.Text));
            case JmesTokenKind.QuotedIdentifier:
                return Token.Is("(") ? throw Unexpected() : new JmesNode.Field(new CelString(token.Text));
            case JmesTokenKind.Filter:
                return Filter(s_current);
            case JmesTokenKind.Flatten:
                return new JmesNode.ListProjection(new JmesNode.Flatten(s_current), Projected(9), null);
        }

        switch (token.Text)
        {
            case "@" when token.Is("@"):
                return s_current;
            case "*" when token.Is("*"):
                return new JmesNode.ValueProjection(s_current, Token.Is("]") ? s_current : Projected(20));
            case "!" when token.Is("!"):
                return new JmesNode.Not(Expression(45));
            case "&" when token.Is("&"):
                return new JmesNode.Reference(Expression(0));
            case "{" when token.Is("{"):
                return NewObject();
            case "[" when token.Is("["):
                return Bracket();
            case "(" when token.Is("("):
                var inner = Expression(0);
                Expect(")");
                return inner;
        }

        throw Unexpected(token);
    }

    private JmesNode Infix(JmesNode left, JmesToken token)
    {
        if (token.Kind == JmesTokenKind.Filter)
            return Filter(left);
        if (token.Kind == JmesTokenKind.Flatten)
            return new JmesNode.ListProjection(new JmesNode.Flatten(left), Projected(9), null);
        switch (token.Text)
        {
            case "." when Token.Is("*"):
                Skip();
                return new JmesNode.ValueProjection(left, Projected(40));
            case ".":
                return new JmesNode.Chain(left, AfterDot(40));
            case "|":
                return new JmesNode.Pipe(left, Expression(1));
            case "||":
                return new JmesNode.Either(left, Expression(2));
            case "&&":
                return new JmesNode.Both(left, Expression(3));
            case "[":
                return Subscript(left);
            case "(" when left is JmesNode.Field function && Before(2).Kind == JmesTokenKind.Identifier:
                return new JmesNode.Call(function.Name.Value, Arguments());
            case "==" or "!=" or "<" or "<=" or ">" or ">=":
                return new JmesNode.Comparison(token.Text, left, Expression(5));
        }

        throw Unexpected(token);
    }

    /// <summary><c>[0]</c>, <c>[1:2]</c>, <c>[*]</c> or a list of expressions, at the start of an expression.</summary>
    private JmesNode Bracket()
    {
        if (Token.Kind == JmesTokenKind.Number || Token.Is(":"))
            return Subscript(s_current);
        if (!Token.Is("*") || !Before(-1).Is("]"))
            return NewList();
        Skip();
        Skip();
        return new JmesNode.ListProjection(s_current, Projected(20), null);
    }

    private JmesNode Subscript(JmesNode left)
    {
        if (Token.Is("*"))
        {
            Skip();
            Expect("]");
            return new JmesNode.ListProjection(left, Projected(20), null);
        }

        var parts = new long?[3];
        var part = 0;
        while (!Token.Is("]"))
        {
            if (Token.Is(":") && part < 2)
                part++;
            else if (Token.Kind == JmesTokenKind.Number && parts[part] is null && long.TryParse(Token.Text, CultureInfo.InvariantCulture, out var number))
                parts[part] = number;
            else
                throw Unexpected();
            Skip();
        }

        Skip();
        if (part > 0)
            return new JmesNode.ListProjection(new JmesNode.Chain(left, new JmesNode.Slice(parts[0], parts[1], parts[2])), Projected(20), null);
        return parts[0] is { } index ? new JmesNode.Chain(left, new JmesNode.Index(index)) : throw Unexpected();
    }

    private JmesNode.ListProjection Filter(JmesNode left)
    {
        var condition = Expression(0);
        Expect("]");
        var right = Token.Kind == JmesTokenKind.Flatten ? s_current : Projected(21);
        return new JmesNode.ListProjection(left, right, condition);
    }

    /// <summary>What a projection does with each element.</summary>
    private JmesNode Projected(int power)
    {
        if (Token.Power < EndOfProjection)
            return s_current;
        if (Token.Is("["))
            return Expression(power);
        if (Token.Kind == JmesTokenKind.Filter)
            return Expression(power);
        if (!Token.Is("."))
            throw Unexpected();
        Skip();
        return AfterDot(power);
    }

    private JmesNode AfterDot(int power)
    {
        if (Token.Kind is JmesTokenKind.Identifier or JmesTokenKind.QuotedIdentifier || Token.Is("*"))
            return Expression(power);
        if (Token.Is("["))
        {
            Skip();
            return NewList();
        }

        if (!Token.Is("{"))
            throw Unexpected();
        Skip();
        return NewObject();
    }
}
