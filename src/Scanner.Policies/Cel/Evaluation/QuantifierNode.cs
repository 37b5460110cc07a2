using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary><c>all</c> and <c>exists</c>: as <c>&amp;&amp;</c> and <c>||</c> of the body for every element.</summary>
internal sealed class QuantifierNode(bool deciding, Node range, LoopVariables variables, Node body) : Node
{
    private readonly CelBool _deciding = CelBool.Of(deciding);

    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var over = range.Run(frame);
        var (elements, failed) = LoopVariables.Over(over);
        if (failed is not null)
            return failed;
        CelValue? failure = null;
        foreach (var element in elements)
        {
            variables.Set(frame, element, over.Kind == CelKind.Map);
            var value = body.Run(frame);
            if (ReferenceEquals(value, _deciding))
                return value;
            if (value.Kind != CelKind.Bool)
                failure = LogicNode.Fail(failure, value);
        }

        return failure ?? CelBool.Of(!deciding);
    }
}
