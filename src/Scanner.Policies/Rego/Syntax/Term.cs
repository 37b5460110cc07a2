using System.Collections.Immutable;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>A term as written.</summary>
/// <param name="At">In UTF-16 units from the start of the module.</param>
internal abstract record Term(int At);

internal sealed record ConstantTerm(int At, RegoValue Value) : Term(At);

/// <param name="Name"><c>_</c> for one that matches anything: each is a variable of its own.</param>
internal sealed record VariableTerm(int At, string Name) : Term(At);

/// <param name="Path">Not empty.</param>
internal sealed record ReferenceTerm(int At, Term Head, ImmutableArray<Term> Path) : Term(At);

/// <param name="Function">The name with dots, as written; operators have the names of their functions.</param>
internal sealed record CallTerm(int At, string Function, ImmutableArray<Term> Arguments) : Term(At);

internal sealed record ArrayTerm(int At, ImmutableArray<Term> Items) : Term(At);

internal sealed record SetTerm(int At, ImmutableArray<Term> Items) : Term(At);

internal sealed record ObjectTerm(int At, ImmutableArray<(Term Key, Term Value)> Entries) : Term(At);

/// <param name="Key">Null but for objects.</param>
internal sealed record ComprehensionTerm(int At, RegoKind Kind, Term? Key, Term Value, ImmutableArray<Expression> Body) : Term(At);
