using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>A value under a name.</summary>
internal sealed class BindNode(int slot, Node value, Node body) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        frame.Locals[slot] = value.Run(frame);
        return body.Run(frame);
    }
}
