using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>An operator of two operands that needs both.</summary>
internal sealed class OperatorNode(Func<CelValue, CelValue, CelValue> apply, Node left, Node right) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var (a, b) = (left.Run(frame), right.Run(frame));
        if (a.IsFailure || b.IsFailure)
            return CelUnknown.Worse(a, b);
        if (a is CelMap && b is CelMap && CelUnknown.Worse(Failure(a) ?? a, Failure(b) ?? b) is CelUnknown missing)
            return missing;
        frame.Charge(Math.Min(Frame.SizeOf(a), Frame.SizeOf(b)));
        var result = apply(a, b);
        frame.Charge(Frame.SizeOf(result));
        return result;
    }
}
