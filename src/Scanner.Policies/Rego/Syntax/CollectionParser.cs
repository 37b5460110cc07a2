using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>Reads what stands in brackets: arrays, sets, objects, their comprehensions, arguments.</summary>
internal abstract class CollectionParser(string text) : TokenReader(text)
{
    /// <summary>A term with its operators, membership too.</summary>
    protected abstract Term Infix();

    /// <summary>The same in the head of a comprehension, which <c>|</c> ends.</summary>
    protected abstract Term HeadTerm();

    protected abstract ImmutableArray<Expression> Body(string end);

    protected ImmutableArray<Term> Arguments()
    {
        Expect("(");
        return List(")", Infix);
    }

    protected Term ArrayLike()
    {
        var at = Take().At;
        if (Comprehension(at, RegoKind.Array, "]") is { } comprehension)
            return comprehension;
        return new Term.List(at, List("]", Infix));
    }

    protected Term Braced()
    {
        var at = Take().At;
        if (TryTake("}"))
            return new Term.Table(at, []);
        if (Comprehension(at, RegoKind.Set, "}") is { } comprehension)
            return comprehension;
        var start = Position;
        Infix();
        var isObject = Now.Is(":");
        Position = start;
        return isObject ? new Term.Table(at, List("}", Entry)) : new Term.Set(at, List("}", Infix));
    }

    private (Term Key, Term Value) Entry()
    {
        var key = Infix();
        Expect(":");
        return (key, Infix());
    }

    /// <summary>Items with commas between them and perhaps after them, up to the sign that ends them.</summary>
    private ImmutableArray<T> List<T>(string end, Func<T> item)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        while (!TryTake(end))
        {
            items.Add(item());
            if (!TryTake(","))
            {
                Expect(end);
                break;
            }
        }

        return items.DrainToImmutable();
    }

    /// <summary>Null, with nothing taken, where what follows the bracket is no comprehension.</summary>
    private Term.Comprehension? Comprehension(int at, RegoKind kind, string end)
    {
        if (!HoldsBar)
            return null;
        var start = Position;
        try
        {
            var value = HeadTerm();
            Term? key = null;
            if (kind == RegoKind.Set && TryTake(":"))
                (kind, key, value) = (RegoKind.Object, value, HeadTerm());
            if (TryTake("|"))
                return new Term.Comprehension(at, kind, key, value, Body(end));
        }
        catch (RegoSyntaxException) when (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Then it is a list with an operator in it, or its reading says what is wrong.
        }

        Position = start;
        return null;
    }
}
