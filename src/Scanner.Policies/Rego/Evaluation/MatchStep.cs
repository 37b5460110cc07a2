namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A value must fit a pattern, or be true where there is none.</summary>
internal sealed class MatchStep(Operand operand, Pattern? target) : Step
{
    public override bool Run(Frame frame)
    {
        frame.Charge(1);
        return Continue(frame, operand.Value(frame), target);
    }
}
