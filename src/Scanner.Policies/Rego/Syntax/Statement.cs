using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>What an expression says.</summary>
internal abstract record Statement
{
    internal sealed record Plain(Term Term) : Statement;

    /// <param name="IsAssignment">Whether it declares the variables of its left side.</param>
    internal sealed record Equal(Term Left, Term Right, bool IsAssignment) : Statement;

    internal sealed record Some(ImmutableArray<string> Names) : Statement;

    /// <param name="Key">Null where only values are asked for.</param>
    internal sealed record SomeIn(Term? Key, Term Value, Term Domain) : Statement;

    internal sealed record Every(string? Key, string Value, Term Domain, ImmutableArray<Expression> Body) : Statement;

    internal sealed record NotBody(ImmutableArray<Expression> Body) : Statement;
}
