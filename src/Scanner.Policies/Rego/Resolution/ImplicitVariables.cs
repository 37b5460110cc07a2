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
            case Statement.Plain statement:
                Add(statement.Term);
                break;
            case Statement.Equal { IsAssignment: true } statement:
                Declare(statement.Left);
                Add(statement.Right);
                break;
            case Statement.Equal statement:
                Add(statement.Left);
                Add(statement.Right);
                break;
            case Statement.Some statement:
                _declared.UnionWith(statement.Names);
                break;
            case Statement.SomeIn statement:
                if (statement.Key is not null)
                    Declare(statement.Key);
                Declare(statement.Value);
                Add(statement.Domain);
                break;
            case Statement.Every statement:
                Add(statement.Domain);
                break;
        }

        // What takes the place of a function is a function.
        foreach (var modifier in expression.With.Where(w => !IsFunction(w)))
            Add(modifier.Value);
    }

    private static bool IsFunction(WithModifier modifier) =>
        modifier.Value is Term.Variable or Term.Reference
        && (modifier.Target as Term.Variable ?? (modifier.Target as Term.Reference)?.Head as Term.Variable) is { Name: not ("input" or "data") };

    private void Declare(Term pattern)
    {
        switch (pattern)
        {
            case Term.Variable variable:
                _declared.Add(variable.Name);
                break;
            case Term.List array:
                foreach (var item in array.Items)
                    Declare(item);
                break;
            case Term.Table table:
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
            case Term.Variable { Name: not "_" } variable:
                Names.Add(variable.Name);
                break;
            case Term.Reference reference:
                Add(reference.Head);
                AddAll(reference.Path);
                break;
            case Term.Call call:
                AddAll(call.Arguments);
                break;
            case Term.List array:
                AddAll(array.Items);
                break;
            case Term.Set set:
                AddAll(set.Items);
                break;
            case Term.Table table:
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
