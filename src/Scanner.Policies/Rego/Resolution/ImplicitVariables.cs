using System.Collections.Immutable;
using Scanner.Policies.Rego.Syntax;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>
/// Finds the names that a body uses as variables without declaring them. Those of comprehensions and <c>every</c> within it are their own, unless
/// the body itself uses the same name.
/// </summary>
internal sealed class ImplicitVariables
{
    private readonly HashSet<string> _declared = [];

    public HashSet<string> Names { get; } = [];

    public static IEnumerable<string> Of(ImmutableArray<Expression> body, Term[] heads)
    {
        var found = new ImplicitVariables();
        foreach (var head in heads)
            found.Add(head);
        foreach (var expression in body)
            found.Add(expression);
        return found.Names.Except(found._declared);
    }

    private void Add(Expression expression)
    {
        switch (expression.Statement)
        {
            case TermStatement statement:
                Add(statement.Term);
                break;
            case EqualStatement { IsAssignment: true } statement:
                Declare(statement.Left);
                Add(statement.Right);
                break;
            case EqualStatement statement:
                Add(statement.Left);
                Add(statement.Right);
                break;
            case SomeStatement statement:
                _declared.UnionWith(statement.Names);
                break;
            case SomeInStatement statement:
                if (statement.Key is not null)
                    Declare(statement.Key);
                Declare(statement.Value);
                Add(statement.Domain);
                break;
            case EveryStatement statement:
                Add(statement.Domain);
                break;
        }

        // What takes the place of a function is a function.
        foreach (var modifier in expression.With.Where(w => !IsFunction(w)))
            Add(modifier.Value);
    }

    private static bool IsFunction(WithModifier modifier) =>
        modifier.Value is VariableTerm or ReferenceTerm
        && (modifier.Target as VariableTerm ?? (modifier.Target as ReferenceTerm)?.Head as VariableTerm) is { Name: not ("input" or "data") };

    private void Declare(Term pattern)
    {
        switch (pattern)
        {
            case VariableTerm variable:
                _declared.Add(variable.Name);
                break;
            case ArrayTerm array:
                foreach (var item in array.Items)
                    Declare(item);
                break;
            case ObjectTerm table:
                foreach (var (key, value) in table.Entries)
                {
                    Add(key);
                    Declare(value);
                }

                break;
            default:
                Add(pattern);
                break;
        }
    }

    private void Add(Term term)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case VariableTerm { Name: not "_" } variable:
                Names.Add(variable.Name);
                break;
            case ReferenceTerm reference:
                Add(reference.Head);
                AddAll(reference.Path);
                break;
            case CallTerm call:
                AddAll(call.Arguments);
                break;
            case ArrayTerm array:
                AddAll(array.Items);
                break;
            case SetTerm set:
                AddAll(set.Items);
                break;
            case ObjectTerm table:
                AddAll([.. table.Entries.Select(e => e.Key), .. table.Entries.Select(e => e.Value)]);
                break;
        }
    }

    private void AddAll(ImmutableArray<Term> terms)
    {
        foreach (var term in terms)
            Add(term);
    }
}
