using System.Collections.Immutable;
using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>Compiles one body of a rule.</summary>
internal sealed class RuleCompiler : BodyResolver
{
    private RuleCompiler(Names names, Layout layout, RuleNode owner)
        : base(names, layout, owner)
    {
    }

    /// <param name="suffix">What of its path is not the place of the node.</param>
    public static RuleBody Compile(Rule rule, ImmutableArray<Term> suffix, RuleNode node, Names names)
    {
        var layout = new Layout();
        var compiled = new RuleCompiler(names, layout, node).Compile(rule, suffix, layout);
        if (rule.Else is not null)
            compiled.Else = Compile(rule.Else, suffix, node, names);
        return compiled;
    }

    /// <summary>A body that stands alone, whose solutions are the values of its variables.</summary>
    public static (RuleBody Body, string[] Variables) CompileQuery(ImmutableArray<Expression> query, Names names)
    {
        var layout = new Layout();
        return new RuleCompiler(names, layout, new RuleNode("")).Query(query, layout);
    }

    private RuleBody Compile(Rule rule, ImmutableArray<Term> suffix, Layout layout)
    {
        var goals = new List<Goal>();
        var bound = new HashSet<int>();
        AddArguments(rule.Arguments ?? [], goals, bound);
        Scope = new Scope(Scope, 0);
        var value = rule.Member ?? rule.Value ?? new Term.Constant(rule.At, RegoBool.True);
        Body(rule.Body, [.. suffix, value], goals);
        Operand[] path = [.. suffix.Select(t => Hoist(t, goals))];
        var operand = Hoist(value, goals);
        var order = new GoalOrder(goals, bound);
        order.Require(rule.At, [.. path, operand]);
        return new RuleBody(layout) { First = order.Link(new RuleEnd(path, operand)) };
    }

    /// <summary>Each argument has a slot, the first ones. One that is no variable is compared with it.</summary>
    private void AddArguments(ImmutableArray<Term> arguments, List<Goal> goals, HashSet<int> bound)
    {
        Operand.Variable[] slots = [.. arguments.Select(_ => Fresh())];
        bound.UnionWith(slots.Select(s => s.Slot));
        var whole = new HashSet<string>();
        for (var i = 0; i < slots.Length; i++)
        {
            if (arguments[i] is Term.Variable { Name: not "_" } variable && whole.Add(variable.Name))
                Scope.Add(variable.Name, slots[i].Slot);
        }

        foreach (var name in ImplicitVariables.Of([], [.. arguments]))
        {
            if (!Scope.HasOwn(name) && name is not ("data" or "input"))
                Scope.Add(name, Fresh(name).Slot);
        }

        for (var i = 0; i < slots.Length; i++)
        {
            if (arguments[i] is Term.Variable variable && (variable.Name == "_" || Scope.Find(variable.Name) == slots[i].Slot))
                continue;
            goals.Add(new EqualGoal(arguments[i].At, slots[i], Hoist(arguments[i], goals), isComparison: false));
        }
    }

    private (RuleBody Body, string[] Variables) Query(ImmutableArray<Expression> query, Layout layout)
    {
        var goals = new List<Goal>();
        Body(query, [], goals);
        string[] variables = [.. Scope.Names];
        var order = new GoalOrder(goals, []);
        var end = new RuleEnd([.. variables.Select(v => new Operand.Variable(Scope.Find(v)!.Value, v))], new Operand.Constant(RegoBool.True));
        return (new RuleBody(layout) { First = order.Link(end) }, variables);
    }
}
