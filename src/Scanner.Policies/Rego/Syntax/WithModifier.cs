using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Syntax;

/// <param name="Target">What is replaced: a path of <c>input</c> or <c>data</c>, or the name of a function.</param>
internal sealed record WithModifier(Term Target, Term Value);
