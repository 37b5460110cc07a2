using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

internal sealed class EveryStep(Operand domain, int keySlot, int valueSlot, Step body, Outcome.End end) : Step
{
    public override bool Run(Frame frame)
    {
        frame.Charge(1);
        var over = domain.Value(frame);
        var members = new Members(over);
        var doubt = frame.Doubt;
        if ((over as RegoUnknown ?? members.Rest) is { } unknown)
            frame.DoubtAbout(unknown);
        var isDone = (members.IsCollection || over is RegoUnknown) && HoldsForAll(frame, members) && Next.Run(frame);
        frame.Doubt = doubt;
        return isDone;
    }

    private bool HoldsForAll(Frame frame, Members members)
    {
        for (var i = 0; i < members.Count; i++)
        {
            frame.Charge(1);
            (frame.Slots[keySlot], frame.Slots[valueSlot]) = members[i];
            var outcome = end.Of(body, frame);
            if (outcome.Doubt is { } unknown)
                frame.DoubtAbout(unknown);
            else if (!outcome.IsCertain)
                return false;
        }

        return true;
    }
}
