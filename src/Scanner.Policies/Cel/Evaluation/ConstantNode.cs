using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

internal sealed class ConstantNode(CelValue value) : Node
{
    public CelValue Value => value;

    public override CelValue Run(Frame frame) => value;
}
