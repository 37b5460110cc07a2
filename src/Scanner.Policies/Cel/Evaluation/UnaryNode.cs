using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary><c>!</c> and the minus sign.</summary>
internal sealed class UnaryNode(bool isNot, Node operand) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var value = operand.Run(frame);
        if (value.IsFailure)
            return value;
        if (!isNot)
            return Arithmetic.Negate(value);
        return value.Kind == CelKind.Bool ? CelBool.Of(value.IsFalse) : CelError.NoSuchOverload;
    }
}
