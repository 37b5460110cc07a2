using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A function of the policy.</summary>
internal sealed class FunctionCallee(string name, int arity, RuleNode node) : Callee
{
    public override string Name => name;

    public override int Arity => arity;

    public RuleNode Node => node;

    public override RegoValue? Call(RegoValue[] arguments, Context context) =>
        arguments.Length == arity ? RuleEvaluation.Complete(node, context, arguments) : null;
}
