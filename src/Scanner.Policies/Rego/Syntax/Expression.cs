using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>One line of a body.</summary>
internal sealed record Expression(int At, Statement Statement, bool IsNegated, ImmutableArray<WithModifier> With);

/// <param name="Target">What is replaced: a path of <c>input</c> or <c>data</c>, or the name of a function.</param>
internal sealed record WithModifier(Term Target, Term Value);

internal abstract record Statement;

internal sealed record TermStatement(Term Term) : Statement;

/// <param name="IsAssignment">Whether it declares the variables of its left side.</param>
internal sealed record EqualStatement(Term Left, Term Right, bool IsAssignment) : Statement;

internal sealed record SomeStatement(ImmutableArray<string> Names) : Statement;

/// <param name="Key">Null where only values are asked for.</param>
internal sealed record SomeInStatement(Term? Key, Term Value, Term Domain) : Statement;

internal sealed record EveryStatement(string? Key, string Value, Term Domain, ImmutableArray<Expression> Body) : Statement;

internal sealed record NotBodyStatement(ImmutableArray<Expression> Body) : Statement;
