using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>One line of a body.</summary>
internal sealed record Expression(int At, Statement Statement, bool IsNegated, ImmutableArray<WithModifier> With);
