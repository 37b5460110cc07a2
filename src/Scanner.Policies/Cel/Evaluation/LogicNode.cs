using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>
/// <c>&amp;&amp;</c> and <c>||</c> of two or more. One operand that decides is enough, whatever the others are: errors and unknowns count
/// only when none decides.
/// </summary>
internal sealed class LogicNode(bool deciding, Node[] operands) : Node
{
    private readonly CelBool _deciding = CelBool.Of(deciding);

    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        CelValue? failure = null;
        foreach (var operand in operands)
        {
            var value = operand.Run(frame);
            if (ReferenceEquals(value, _deciding))
                return value;
            if (value.Kind != CelKind.Bool)
                failure = Fail(failure, value);
        }

        return failure ?? CelBool.Of(!deciding);
    }

    /// <summary>The failure that stays after one more operand that is no boolean.</summary>
    public static CelValue Fail(CelValue? failure, CelValue value)
    {
        var next = value.IsFailure ? value : CelError.NoSuchOverload;
        return failure is null ? next : CelUnknown.Worse(failure, next);
    }
}
