using System.Collections.Immutable;
using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>
/// Makes operands of terms. References, calls and comprehensions become conditions before the one that they stand in, each with a variable for
/// its value, as in OPA.
/// </summary>
internal abstract class TermResolver(Names names, Layout layout, RuleNode owner)
{
    private readonly List<HashSet<int>> _free = [];
    private readonly Dictionary<int, int> _depths = [];

    protected Names Names => names;

    protected Layout Layout => layout;

    protected Scope Scope { get; set; } = new(null, 0);

    protected Operand.Variable Fresh(string name = "")
    {
        _depths[layout.Slots] = Scope.Depth;
        return new Operand.Variable(layout.Slots++, name);
    }

    protected Operand.Variable Declare(string name, int at)
    {
        var variable = Fresh(name);
        if (name != "_" && !Scope.Declare(name, variable.Slot))
            throw new RegoSyntaxException($"var {name} assigned above", at, "rego_compile_error");
        return variable;
    }

    protected Operand Hoist(Term term, List<Goal> goals)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case Term.Constant constant:
                return new Operand.Constant(constant.Value);
            case Term.Variable variable when Local(variable) is { } local:
                return local;
            case Term.List array:
                return Folded(new Operand.List(All(array.Items, goals)));
            case Term.Set set:
                return Folded(new Operand.Set(All(set.Items, goals)));
            case Term.Table table:
                return Folded(new Operand.Table(All([.. table.Entries.Select(e => e.Key)], goals), All([.. table.Entries.Select(e => e.Value)], goals)));
            default:
                var target = Fresh();
                goals.Add(Single(term, target, goals));
                return target;
        }
    }

    /// <summary>The condition that a reference, a call or a comprehension has this value.</summary>
    /// <param name="goals">Where the conditions go that come before it.</param>
    protected Goal Single(Term term, Operand? target, List<Goal> goals) => term switch
    {
        Term.Call { Arguments.IsEmpty: true } call when names.Function(call.Function) is null => Reference(call, target, goals),
        Term.Call call => Call(call, target, goals),
        Term.Comprehension comprehension => Comprehension(comprehension, (Operand.Variable)target!),
        Term.Reference reference => Reference(reference.At, reference.Head, reference.Path, target, goals),
        Term.Variable variable when names.Path(variable.Name) is not null => Reference(variable.At, variable, [], target, goals),
        _ => throw new RegoSyntaxException($"var {(term as Term.Variable)?.Name} is unsafe", term.At, "rego_unsafe_var_error"),
    };

    protected static bool IsSingle(Term term, Func<Term.Variable, bool> isLocal) =>
        term is Term.Call or Term.Reference or Term.Comprehension || (term is Term.Variable variable && !isLocal(variable));

    protected bool IsLocal(Term.Variable variable) => variable.Name == "_" || Scope.Find(variable.Name) is not null;

    /// <summary>Null for a name that is no variable.</summary>
    private Operand.Variable? Local(Term.Variable variable)
    {
        if (variable.Name == "_")
            return Fresh("_");
        return Scope.Find(variable.Name) is { } slot ? Used(slot, variable.Name) : null;
    }

    private Operand.Variable Used(int slot, string name)
    {
        for (var depth = Scope.Depth; depth > _depths[slot]; depth--)
            _free[depth - 1].Add(slot);
        return new Operand.Variable(slot, name);
    }

    private Operand[] All(ImmutableArray<Term> terms, List<Goal> goals)
    {
        var operands = new Operand[terms.Length];
        for (var i = 0; i < operands.Length; i++)
            operands[i] = Hoist(terms[i], goals);
        return operands;
    }

    private static Operand Folded(Operand operand) => AllConstant(operand) ? new Operand.Constant(operand.Value(null!)) : operand;

    private static bool AllConstant(Operand operand) => operand switch
    {
        Operand.Constant => true,
        Operand.List array => Array.TrueForAll(array.Items, AllConstant),
        Operand.Set set => Array.TrueForAll(set.Items, AllConstant),
        Operand.Table table => Array.TrueForAll(table.Keys, AllConstant) && Array.TrueForAll(table.Values, AllConstant),
        _ => false,
    };

    private ReferenceGoal Reference(int at, Term head, ImmutableArray<Term> path, Operand? target, List<Goal> goals)
    {
        var slot = ReferenceGoal.Data;
        ImmutableArray<string> before = [];
        if (head is Term.Variable variable && !IsLocal(variable) && names.Path(variable.Name) is { } full)
        {
            slot = full[0] == "input" ? ReferenceStep.Input : ReferenceGoal.Data;
            before = full[1..];
        }
        else
        {
            slot = Slot(Hoist(head, goals), at, goals);
        }

        var keys = All(path, goals);
        if (slot == ReferenceGoal.Data)
        {
            var known = keys.Select(k => k is Operand.Constant constant ? (constant.Known as RegoString)?.Value ?? "" : null);
            if (head is Term.Variable { Name: "data" })
                names.Program.DataNames.Add(known.FirstOrDefault() ?? "");
            owner.Reads.UnionWith(Names.Read(names.Program.Root, [.. before, .. known]));
        }

        return new ReferenceGoal(at, slot, [.. before.Select(n => new Operand.Constant(new RegoString(n))), .. keys], target);
    }

    /// <summary>A rule that is called like a function without arguments.</summary>
    private ReferenceGoal Reference(Term.Call call, Operand? target, List<Goal> goals)
    {
        var parts = call.Function.Split('.');
        return Reference(
            call.At, new Term.Variable(call.At, parts[0]), [.. parts.Skip(1).Select(p => (Term)new Term.Constant(call.At, new RegoString(p)))], target, goals);
    }

    private int Slot(Operand operand, int at, List<Goal> goals)
    {
        if (operand is Operand.Variable variable)
            return variable.Slot;
        var fresh = Fresh();
        goals.Add(new EqualGoal(at, fresh, operand, isComparison: false));
        return fresh.Slot;
    }

    private CallGoal Call(Term.Call call, Operand? target, List<Goal> goals)
    {
        var callee = names.Function(call.Function)
            ?? throw new RegoSyntaxException($"undefined function {call.Function}", call.At, "rego_type_error");
        if (callee is FunctionCallee function)
            owner.Reads.Add(function.Node);
        var arguments = All(call.Arguments, goals);
        if (arguments.Length == callee.Arity + 1 && target is null)
            return new CallGoal(call.At, callee, arguments[..^1], arguments[^1]);
        if (arguments.Length != callee.Arity)
            throw new RegoSyntaxException($"{call.Function}: arity mismatch", call.At, "rego_type_error");
        return new CallGoal(call.At, callee, arguments, target);
    }

    private ComprehensionGoal Comprehension(Term.Comprehension term, Operand.Variable target)
    {
        var (inner, free, (key, value)) = Closed(term.Body, term.Key is null ? [term.Value] : [term.Key, term.Value], goals =>
            (term.Key is null ? null : Hoist(term.Key, goals), Hoist(term.Value, goals)));
        return new ComprehensionGoal(term.At, term.Kind, target, key, value, inner, free, layout);
    }

    /// <summary>Resolves a body that has variables of its own.</summary>
    /// <param name="heads">Terms outside the body that see its variables.</param>
    /// <param name="then">What is resolved after the body, in its scope.</param>
    protected (List<Goal> Goals, Operand[] Free, T Result) Closed<T>(ImmutableArray<Expression> body, Term[] heads, Func<List<Goal>, T> then)
    {
        var outer = Scope;
        Scope = new Scope(outer, outer.Depth + 1);
        _free.Add([]);
        var goals = new List<Goal>();
        Body(body, heads, goals);
        var result = then(goals);
        Scope = outer;
        var free = _free[^1];
        _free.RemoveAt(_free.Count - 1);
        return (goals, [.. free.Select(s => new Operand.Variable(s, ""))], result);
    }

    protected abstract void Body(ImmutableArray<Expression> body, Term[] heads, List<Goal> goals);
}
