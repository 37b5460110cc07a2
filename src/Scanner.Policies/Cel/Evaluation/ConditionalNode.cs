using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

internal sealed class ConditionalNode(Node condition, Node then, Node otherwise) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var value = condition.Run(frame);
        if (value.IsFailure)
            return value;
        return value.Kind != CelKind.Bool ? CelError.NoSuchOverload : value.IsTrue ? then.Run(frame) : otherwise.Run(frame);
    }
}
