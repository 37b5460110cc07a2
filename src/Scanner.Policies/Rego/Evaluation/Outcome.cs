using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>Whether an inner body holds: certainly, perhaps, or not.</summary>
internal sealed class Outcome
{
    public bool IsCertain { get; private set; }

    /// <summary>Why it may hold; null where it certainly does, or does not.</summary>
    public RegoUnknown? Doubt { get; private set; }

    public bool Add(RegoUnknown? doubt)
    {
        if (doubt is null)
            (IsCertain, Doubt) = (true, null);
        else if (!IsCertain)
            Doubt = RegoUnknown.Merge(Doubt, doubt);
        return IsCertain;
    }

    /// <summary>The end of an inner body of which only matters whether it holds.</summary>
    internal sealed class End(int scratch) : Step
    {
        public override bool Run(Frame frame) => ((Outcome)frame.Scratch[scratch]!).Add(frame.Doubt);

        /// <summary>Runs a body that ends here. What is doubted outside is no doubt of the body.</summary>
        public Outcome Of(Step body, Frame frame)
        {
            var outcome = new Outcome();
            var doubt = frame.Doubt;
            (frame.Scratch[scratch], frame.Doubt) = (outcome, null);
            body.Run(frame);
            frame.Doubt = doubt;
            return outcome;
        }
    }
}
