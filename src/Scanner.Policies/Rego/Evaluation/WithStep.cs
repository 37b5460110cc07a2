namespace Scanner.Policies.Rego.Evaluation;

/// <summary>Evaluates a body with other documents or functions. What comes after it sees the old ones again.</summary>
internal sealed class WithStep(Replacement[] replacements, int scratch) : Step
{
    public Step Body { get; set; } = null!;

    public override bool Run(Frame frame)
    {
        frame.Charge(10);
        var before = frame.Context;
        frame.Scratch[scratch] = before;
        frame.Context = before.With(replacements, frame);
        var isDone = Body.Run(frame);
        frame.Context = before;
        return isDone;
    }

    internal sealed class End(WithStep with, int scratch) : Step
    {
        public override bool Run(Frame frame)
        {
            var inner = frame.Context;
            frame.Context = (Context)frame.Scratch[scratch]!;
            var isDone = with.Next.Run(frame);
            frame.Context = inner;
            return isDone;
        }
    }
}
