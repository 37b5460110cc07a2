using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>What a call calls.</summary>
internal abstract class Callee
{
    /// <summary>As <c>with</c> names it.</summary>
    public abstract string Name { get; }

    public abstract int Arity { get; }

    /// <returns>Null where there is no value.</returns>
    public abstract RegoValue? Call(RegoValue[] arguments, Context context);

    /// <summary>Every value, of a function that has several.</summary>
    public virtual IEnumerable<RegoValue>? CallAll(RegoValue[] arguments, Context context) => null;
}

/// <summary>A function of the policy.</summary>
internal sealed class FunctionCallee(string name, int arity, RuleNode node) : Callee
{
    public override string Name => name;

    public override int Arity => arity;

    public RuleNode Node => node;

    public override RegoValue? Call(RegoValue[] arguments, Context context) =>
        arguments.Length == arity ? RuleEvaluation.Complete(node, context, arguments) : null;
}

/// <summary>A value in place of a function.</summary>
internal sealed class ValueCallee(RegoValue value) : Callee
{
    public override string Name => "";

    public override int Arity => 0;

    public override RegoValue? Call(RegoValue[] arguments, Context context) => value;
}

/// <summary>A rule in place of a function.</summary>
internal sealed class RuleCallee(RuleNode node) : Callee
{
    public override string Name => "";

    public override int Arity => 0;

    public override RegoValue? Call(RegoValue[] arguments, Context context) => context.Extent(node, null);
}
