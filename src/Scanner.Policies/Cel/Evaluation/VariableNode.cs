using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

internal sealed class VariableNode(string name, int slot) : Node
{
    private readonly CelError _missing = new($"no such attribute(s): {name}");

    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        return frame.Variable(slot) ?? _missing;
    }
}
