namespace Scanner.Policies.Rego.Evaluation;

/// <summary>The end of the body of a rule: what the rule gives where the body holds.</summary>
internal sealed class RuleEnd(Operand[] path, Operand value) : Step
{
    /// <summary>A value that is always the same is found once.</summary>
    private readonly bool _isConstant = value is Operand.Constant && Array.TrueForAll(path, p => p is Operand.Constant);

    public override bool Run(Frame frame)
    {
        frame.Charge(1);
        var keys = path.Length == 0 ? [] : Array.ConvertAll(path, p => p.Value(frame));
        frame.Solutions.Add(new Solution(keys, value.Value(frame), frame.Doubt));
        return _isConstant && frame.Doubt is null;
    }
}
