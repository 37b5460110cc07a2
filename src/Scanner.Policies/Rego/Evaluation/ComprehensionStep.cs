using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>Collects what a body gives, and goes on with it.</summary>
internal sealed class ComprehensionStep(RegoKind kind, int slot, int scratch, Step body) : Step
{
    public override bool Run(Frame frame)
    {
        frame.Charge(1);
        var found = new List<Solution>();
        var doubt = frame.Doubt;
        (frame.Scratch[scratch], frame.Doubt) = (found, null);
        body.Run(frame);
        frame.Doubt = doubt;
        frame.Slots[slot] = Collected(found);
        return Next.Run(frame);
    }

    private RegoValue Collected(List<Solution> found)
    {
        RegoUnknown? rest = null;
        foreach (var solution in found)
            rest = solution.Doubt is { } unknown ? RegoUnknown.Merge(rest, unknown) : rest;
        var certain = rest is null ? found : found.FindAll(s => s.Doubt is null);
        return kind switch
        {
            RegoKind.Array => rest ?? (RegoValue)new RegoArray([.. certain.Select(s => s.Value)]),
            RegoKind.Set => RegoSet.Of([.. certain.Select(s => s.Value)], rest),
            _ => Table(certain, rest),
        };
    }

    private static RegoObject Table(List<Solution> found, RegoUnknown? rest)
    {
        var table = new Dictionary<RegoValue, RegoValue>();
        foreach (var solution in found)
        {
            if (!table.TryAdd(solution.Path[0], solution.Value) && !Ordering.AreEqual(table[solution.Path[0]], solution.Value))
                throw new RegoEvaluationException(RegoEvaluationException.Conflict, "object keys must be unique");
        }

        return RegoObject.Of(table, rest);
    }

    /// <summary>The end of the body of a comprehension.</summary>
    internal sealed class End(int scratch, Operand? key, Operand value) : Step
    {
        public override bool Run(Frame frame)
        {
            frame.Charge(1);
            ((List<Solution>)frame.Scratch[scratch]!).Add(new Solution(key is null ? [] : [key.Value(frame)], value.Value(frame), frame.Doubt));
            return false;
        }
    }
}
