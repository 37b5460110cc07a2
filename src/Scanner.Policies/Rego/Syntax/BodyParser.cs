using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>Reads bodies: expressions with line ends or semicolons between them.</summary>
internal abstract class BodyParser(string text) : TermParser(text)
{
    /// <summary>Up to the sign, which is taken.</summary>
    protected override ImmutableArray<Expression> Body(string end)
    {
        var expressions = ImmutableArray.CreateBuilder<Expression>();
        while (true)
        {
            expressions.Add(Expression());
            var hasSemicolon = TryTake(";");
            if (TryTake(end))
                return expressions.DrainToImmutable();
            if (!hasSemicolon && Now.Line == LineBefore)
                throw Unexpected($"expected \\n or ; or {end}");
        }
    }

    protected Expression Expression()
    {
        var at = Now.At;
        var isNegated = TryTakeWord("not");
        Statement statement = isNegated && Now.Is("{") && Keywords.Contains("not body") ? NotBody()
            : !isNegated && IsWord("some") ? Some()
            : !isNegated && Keywords.Contains("every") && IsWord("every") ? Every()
            : Plain();
        return new Expression(at, statement, isNegated && statement is not Statement.NotBody, Modifiers());
    }

    private ImmutableArray<WithModifier> Modifiers()
    {
        var modifiers = ImmutableArray.CreateBuilder<WithModifier>();
        while (TryTakeWord("with"))
        {
            var target = Primary();
            if (!TryTakeWord("as"))
                throw Unexpected("expected as keyword");
            modifiers.Add(new WithModifier(target, Infix()));
        }

        return modifiers.DrainToImmutable();
    }

    private Statement.NotBody NotBody()
    {
        Take();
        return new Statement.NotBody(Body("}"));
    }

    private Statement Plain()
    {
        var left = Infix();
        if (Now.Is(",") && Keywords.Contains("in") && MemberWithKey(left) is { } member)
            left = member;
        if (TryTake(":="))
            return new Statement.Equal(left, KeyedInfix(), IsAssignment: true);
        if (TryTake("="))
            return new Statement.Equal(left, KeyedInfix(), IsAssignment: false);
        return new Statement.Plain(left);
    }

    private Term KeyedInfix()
    {
        var term = Infix();
        return Now.Is(",") && Keywords.Contains("in") && MemberWithKey(term) is { } member ? member : term;
    }

    /// <summary><c>k, v in xs</c>; null, with nothing taken, where something else follows.</summary>
    private Term.Call? MemberWithKey(Term key)
    {
        var start = Position;
        Take();
        if (Infix() is Term.Call { Function: "internal.member_2" } member)
            return WithKey(member, key);
        Position = start;
        return null;
    }

    /// <summary>The key belongs to the first membership: <c>k, v in xs in ys</c> is <c>(k, v in xs) in ys</c>.</summary>
    private Term.Call WithKey(Term.Call member, Term key) => member.Arguments[0] is Term.Call { Function: "internal.member_2" } first && !IsEnclosed(first)
        ? member with { Arguments = member.Arguments.SetItem(0, WithKey(first, key)) }
        : new Term.Call(member.At, "internal.member_3", [key, .. member.Arguments]);

    private Statement Some()
    {
        Take();
        var first = Relation(0, takesOr: true);
        if (Keywords.Contains("in") && TryTakeWord("in"))
            return new Statement.SomeIn(null, first, Infix());
        var start = Position;
        if (TryTake(","))
        {
            var second = Relation(0, takesOr: true);
            if (Keywords.Contains("in") && TryTakeWord("in"))
                return new Statement.SomeIn(first, second, Infix());
            Position = start;
        }

        var names = ImmutableArray.CreateBuilder<string>();
        names.Add(Declared(first));
        while (TryTake(","))
            names.Add(Declared(Primary()));
        return new Statement.Some(names.DrainToImmutable());
    }

    private string Declared(Term term) => term is Term.Variable variable ? variable.Name : throw Unexpected("expected a variable after some");

    private Statement.Every Every()
    {
        Take();
        var value = ExpectName();
        string? key = null;
        if (TryTake(","))
            (key, value) = (value, ExpectName());
        if (!TryTakeWord("in"))
            throw Unexpected("expected `x[, y] in xs { ... }` expression");
        var domain = Relation(0, takesOr: true);
        Expect("{");
        return new Statement.Every(key, value, domain, Body("}"));
    }
}
