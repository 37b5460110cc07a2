using System.Collections.Immutable;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>A term as written.</summary>
/// <param name="At">In UTF-16 units from the start of the module.</param>
internal abstract record Term(int At)
{
    internal sealed record Constant(int At, RegoValue Value) : Term(At);

    /// <param name="Name"><c>_</c> for one that matches anything: each is a variable of its own.</param>
    internal sealed record Variable(int At, string Name) : Term(At);

    /// <param name="Path">Not empty.</param>
    internal sealed record Reference(int At, Term Head, ImmutableArray<Term> Path) : Term(At);

    /// <param name="Function">The name with dots, as written; operators have the names of their functions.</param>
    internal sealed record Call(int At, string Function, ImmutableArray<Term> Arguments) : Term(At);

    internal sealed record List(int At, ImmutableArray<Term> Items) : Term(At);

    internal sealed record Set(int At, ImmutableArray<Term> Items) : Term(At);

    internal sealed record Table(int At, ImmutableArray<(Term Key, Term Value)> Entries) : Term(At);

    /// <param name="Key">Null but for objects.</param>
    internal sealed record Comprehension(int At, RegoKind Kind, Term? Key, Term Value, ImmutableArray<Expression> Body) : Term(At);
}
