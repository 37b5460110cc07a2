using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary><c>optMap</c> and <c>optFlatMap</c>: the body for the value, if there is one.</summary>
internal sealed class OptionalMapNode(Node operand, int slot, Node body, bool isFlat) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var value = operand.Run(frame);
        if (value.IsFailure)
            return value;
        if (value is not CelOptional optional)
            return CelError.NoSuchOverload;
        if (optional.Value is null)
            return optional;
        frame.Locals[slot] = optional.Value;
        var result = body.Run(frame);
        if (result.IsFailure || (isFlat && result.Kind == CelKind.Optional))
            return result;
        return isFlat ? CelError.NoSuchOverload : CelOptional.Of(result);
    }
}
