namespace Scanner.Policies.Rego.Evaluation;

internal sealed class NotStep(Step body, Outcome.End end) : Step
{
    public override bool Run(Frame frame)
    {
        frame.Charge(1);
        var outcome = end.Of(body, frame);
        if (outcome.IsCertain)
            return false;
        var doubt = frame.Doubt;
        if (outcome.Doubt is { } unknown)
            frame.DoubtAbout(unknown);
        var isDone = Next.Run(frame);
        frame.Doubt = doubt;
        return isDone;
    }
}
