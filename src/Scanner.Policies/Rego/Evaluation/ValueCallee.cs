using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A value in place of a function.</summary>
internal sealed class ValueCallee(RegoValue value) : Callee
{
    public override string Name => "";

    public override int Arity => 0;

    public override RegoValue? Call(RegoValue[] arguments, Context context) => value;
}
