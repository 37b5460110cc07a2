using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>A rule with its head and bodies as written.</summary>
/// <param name="Path">The name and what follows it: texts where it has dots, terms where it has brackets.</param>
/// <param name="Arguments">Null for what is no function.</param>
/// <param name="Member">What is put into the set; null for what is no set.</param>
/// <param name="Value">Null where it is true, or for sets.</param>
/// <param name="Body">Empty where the head always holds.</param>
/// <param name="Else">What is tried when the body does not hold; null where nothing is.</param>
internal sealed record Rule(
    int At,
    ImmutableArray<Term> Path,
    ImmutableArray<Term>? Arguments,
    Term? Member,
    Term? Value,
    ImmutableArray<Expression> Body,
    Rule? Else,
    bool IsDefault);
