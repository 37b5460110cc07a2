using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

internal sealed class HasNode(Node operand, string field) : Node
{
    private readonly CelString _key = new(field);

    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var value = operand.Run(frame);
        return value switch
        {
            { IsFailure: true } => value,
            CelMap map => map.Contains(_key),
            CelOptional { Value: CelMap inner } => inner.Contains(_key),
            CelList => CelError.NotAnIndex(_key),
            // As cel-go: what has no fields has none of that name, null too.
            _ => CelBool.False,
        };
    }
}
