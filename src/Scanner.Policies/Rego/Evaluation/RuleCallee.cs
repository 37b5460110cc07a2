using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A rule in place of a function.</summary>
internal sealed class RuleCallee(RuleNode node) : Callee
{
    public override string Name => "";

    public override int Arity => 0;

    public override RegoValue? Call(RegoValue[] arguments, Context context) => context.Extent(node, null);
}
