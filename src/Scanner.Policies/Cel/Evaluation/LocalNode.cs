using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>A variable of a macro.</summary>
internal sealed class LocalNode(int slot) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        return frame.Locals[slot];
    }
}
