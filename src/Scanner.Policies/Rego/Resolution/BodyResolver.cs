using System.Collections.Immutable;
using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>Makes conditions of the expressions of a body.</summary>
internal class BodyResolver(Names names, Layout layout, RuleNode owner) : TermResolver(names, layout, owner)
{
    /// <summary>Variables that stand for the sides of equations.</summary>
    private readonly HashSet<int> _sides = [];

    protected override void Body(ImmutableArray<Expression> body, Term[] heads, List<Goal> goals)
    {
        foreach (var name in ImplicitVariables.Of(body, heads))
        {
            if (Scope.Find(name) is null && Names.Path(name) is null)
                Scope.Add(name, Fresh(name).Slot);
        }

        foreach (var expression in body)
            Add(expression, goals);
    }

    private void Add(Expression expression, List<Goal> goals)
    {
        if (expression.With.IsEmpty)
        {
            AddPlain(expression, goals);
            return;
        }

        var replacements = expression.With.Select(w => Replaced(w, goals)).ToArray();
        var inner = new List<Goal>();
        AddPlain(expression, inner);
        goals.Add(new WithGoal(expression.At, inner, replacements, Layout));
    }

    private void AddPlain(Expression expression, List<Goal> goals)
    {
        if (!expression.IsNegated)
        {
            AddStatement(expression, goals, goals);
            return;
        }

        // As in OPA, what an operator or a function is given is evaluated before the negation: where that is undefined, so is the whole.
        var inner = new List<Goal>();
        AddStatement(expression, inner, goals);
        Operand[] free = [.. inner.SelectMany(g => g.Operands).SelectMany(GoalOrder.Variables).Where(v => !_sides.Contains(v.Slot))];
        goals.Add(new NotGoal(expression.At, inner, free, Layout));
    }

    /// <param name="inner">Where the condition itself goes.</param>
    /// <param name="before">Where what it is given goes.</param>
    private void AddStatement(Expression expression, List<Goal> inner, List<Goal> before)
    {
        switch (expression.Statement)
        {
            case Statement.Plain { Term: Term.Call { Function: "equal", Arguments.Length: 2 } equal } when Names.Function("equal") is not FunctionCallee:
                inner.Add(new EqualGoal(
                    expression.At, Side(equal.Arguments[0], inner, before), Side(equal.Arguments[1], inner, before), isComparison: true));
                break;
            case Statement.Plain { Term: Term.Call { Function: "eq", Arguments.Length: 2 } equal }:
                AddEqual(new Statement.Equal(equal.Arguments[0], equal.Arguments[1], false), expression.At, inner, before);
                break;
            case Statement.Plain statement when IsSingle(statement.Term, IsLocal) && statement.Term is not Term.Comprehension:
                inner.Add(Single(statement.Term, null, before));
                break;
            case Statement.Plain statement:
                inner.Add(new TestGoal(expression.At, Hoist(statement.Term, before)));
                break;
            case Statement.Equal statement:
                AddEqual(statement, expression.At, inner, before);
                break;
            case Statement.Some statement:
                foreach (var name in statement.Names)
                    Declare(name, expression.At);
                break;
            case Statement.SomeIn statement:
                AddSomeIn(statement, expression.At, inner, before);
                break;
            case Statement.Every statement:
                AddEvery(statement, expression.At, inner, before);
                break;
            case Statement.NotBody statement:
                var (goals, free, _) = Closed(statement.Body, [], _ => 0);
                inner.Add(new NotGoal(expression.At, goals, free, Layout));
                break;
        }
    }

    private void AddEqual(Statement.Equal statement, int at, List<Goal> inner, List<Goal> before)
    {
        var (left, right) = (statement.Left, statement.Right);
        if (statement.IsAssignment)
        {
            AddAssignment(left, right, at, inner, before);
            return;
        }

        if (IsSingle(right, IsLocal) && !IsSingle(left, IsLocal) && right is not Term.Comprehension)
            inner.Add(Single(right, Hoist(left, before), before));
        else if (IsSingle(left, IsLocal) && !IsSingle(right, IsLocal) && left is not Term.Comprehension)
            inner.Add(Single(left, Hoist(right, before), before));
        else
            inner.Add(new EqualGoal(at, Side(left, inner, before), Side(right, inner, before), isComparison: false));
    }

    /// <summary>The right side is resolved before the names of the left one hide others.</summary>
    private void AddAssignment(Term left, Term right, int at, List<Goal> inner, List<Goal> before)
    {
        if (left is Term.Variable { Name: not "_" } variable && IsSingle(right, IsLocal))
        {
            var target = Fresh(variable.Name);
            inner.Add(Single(right, target, before));
            if (!Scope.Declare(variable.Name, target.Slot))
                throw new RegoSyntaxException($"var {variable.Name} assigned above", at, "rego_compile_error");
            return;
        }

        var value = Hoist(right, before);
        inner.Add(new EqualGoal(at, Declared(left, at, before), value, isComparison: false));
    }

    /// <summary>One side of an equation: a reference belongs to the equation, anything else comes before it.</summary>
    private Operand Side(Term term, List<Goal> inner, List<Goal> before)
    {
        if (!IsSingle(term, IsLocal) || term is Term.Call)
            return Hoist(term, before);
        var target = Fresh();
        _sides.Add(target.Slot);
        inner.Add(Single(term, target, before));
        return target;
    }

    /// <summary>The left side of an assignment: its variables are new.</summary>
    private Operand Declared(Term term, int at, List<Goal> goals) => term switch
    {
        Term.Variable variable => Declare(variable.Name, at),
        Term.List array => new Operand.List([.. array.Items.Select(i => Declared(i, at, goals))]),
        Term.Table table => new Operand.Table(
            [.. table.Entries.Select(e => Hoist(e.Key, goals))], [.. table.Entries.Select(e => Declared(e.Value, at, goals))]),
        Term.Constant constant => new Operand.Constant(constant.Value),
        _ => throw new RegoSyntaxException("cannot assign to this term", at, "rego_compile_error"),
    };

    private void AddSomeIn(Statement.SomeIn statement, int at, List<Goal> inner, List<Goal> before)
    {
        var domain = Hoist(statement.Domain, before);
        if (domain is not Operand.Variable variable)
        {
            variable = Fresh();
            before.Add(new EqualGoal(at, variable, domain, isComparison: false));
        }

        DeclareAll(statement.Key, at);
        DeclareAll(statement.Value, at);
        var key = statement.Key is null ? Fresh("_") : Hoist(statement.Key, before);
        inner.Add(new ReferenceGoal(at, variable.Slot, [key], Hoist(statement.Value, before)));
    }

    private void DeclareAll(Term? pattern, int at)
    {
        switch (pattern)
        {
            case Term.Variable { Name: not "_" } variable:
                if (!Scope.HasOwn(variable.Name))
                    Scope.Add(variable.Name, Fresh(variable.Name).Slot);
                break;
            case Term.List array:
                foreach (var item in array.Items)
                    DeclareAll(item, at);
                break;
            case Term.Table table:
                foreach (var (_, value) in table.Entries)
                    DeclareAll(value, at);
                break;
        }
    }

    private void AddEvery(Statement.Every statement, int at, List<Goal> inner, List<Goal> before)
    {
        var domain = Hoist(statement.Domain, before);
        var outer = Scope;
        Scope = new Scope(outer, outer.Depth);
        var (key, value) = (Fresh(), Fresh());
        if (statement.Key is { } name)
            Scope.Add(name, key.Slot);
        Scope.Add(statement.Value, value.Slot);
        var (goals, free, _) = Closed(statement.Body, [], _ => 0);
        Scope = outer;
        Operand[] needed = [.. free.Where(f => f is Operand.Variable v && v.Slot != key.Slot && v.Slot != value.Slot)];
        inner.Add(new EveryGoal(at, domain, key.Slot, value.Slot, goals, needed, Layout));
    }

    private Replacement Replaced(WithModifier modifier, List<Goal> goals)
    {
        string[] path = modifier.Target switch
        {
            Term.Variable variable => [variable.Name],
            Term.Reference { Head: Term.Variable head } reference when reference.Path.All(p => p is Term.Constant { Value: RegoString }) =>
                [head.Name, .. reference.Path.Select(p => ((RegoString)((Term.Constant)p).Value).Value)],
            _ => throw new RegoSyntaxException("with keyword target must reference existing input, data, or a function", modifier.Target.At, "rego_type_error"),
        };
        var dotted = string.Join('.', path);
        if (Names.Function(dotted) is { } function)
        {
            var substitute = modifier.Value is Term.Variable or Term.Reference && Dotted(modifier.Value) is { } name && !IsLocalHead(modifier.Value)
                ? Names.Substitute(name)
                : null;
            return new Replacement([function.Name], true, substitute, substitute is null ? Hoist(modifier.Value, goals) : null);
        }

        if (path[0] is not ("input" or "data"))
        {
            path = Names.Path(path[0]) is { } full
                ? [.. full, .. path[1..]]
                : throw new RegoSyntaxException("with keyword target must reference existing input, data, or a function", modifier.Target.At, "rego_type_error");
        }

        return new Replacement(path, false, null, Hoist(modifier.Value, goals));
    }

    private bool IsLocalHead(Term term) => (term as Term.Variable ?? (term as Term.Reference)?.Head as Term.Variable) is { } head && IsLocal(head);

    private static string? Dotted(Term term) => term switch
    {
        Term.Variable variable => variable.Name,
        Term.Reference { Head: Term.Variable head } reference when reference.Path.All(p => p is Term.Constant { Value: RegoString }) =>
            string.Join('.', reference.Path.Select(p => ((RegoString)((Term.Constant)p).Value).Value).Prepend(head.Name)),
        _ => null,
    };
}
