using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>
/// One condition of a body. It runs the next one for each way in which it holds, so that a body is searched depth first. Which variables have
/// values before a step is known when it is made, so nothing has to be taken back.
/// </summary>
internal abstract class Step
{
    public Step Next { get; set; } = null!;

    /// <returns>Whether the search is at its end, because no other way could change the outcome.</returns>
    public abstract bool Run(Frame frame);

    /// <summary>Runs the next step if the value fits. What the frame doubts afterwards is what it doubted before.</summary>
    /// <param name="target">Null where the value must be neither false nor undefined.</param>
    protected bool Continue(Frame frame, RegoValue value, Pattern? target)
    {
        var doubt = frame.Doubt;
        if (value is RegoUnknown unknown)
            frame.DoubtAbout(unknown);
        var fits = target is null ? !value.IsFalse : target.Matches(value, frame);
        var isDone = fits && Next.Run(frame);
        frame.Doubt = doubt;
        return isDone;
    }
}
