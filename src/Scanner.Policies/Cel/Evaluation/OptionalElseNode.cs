using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary><c>or</c> and <c>orValue</c>: the second is evaluated only when the first has no value.</summary>
internal sealed class OptionalElseNode(Node first, Node second, bool isValue, bool takesAny) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var value = first.Run(frame);
        if (value.IsFailure)
            return value;
        if (value is not CelOptional optional)
            return takesAny && isValue ? value : CelError.NoSuchOverload;
        if (optional.Value is { } inner)
            return isValue ? inner : optional;
        var other = second.Run(frame);
        return isValue || other.IsFailure || other.Kind == CelKind.Optional ? other : CelError.NoSuchOverload;
    }
}
