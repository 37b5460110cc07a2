using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>Goes along a reference, over every element where a key has no value yet.</summary>
/// <param name="target">Null where what is found must be true.</param>
internal class ReferenceStep(int slot, ReferenceStep.Element[] path, Pattern? target) : Step
{
    /// <summary>In place of a slot, where the reference begins with <c>input</c>.</summary>
    public const int Input = -1;

    public override bool Run(Frame frame)
    {
        frame.Charge(1);
        var root = slot == Input ? frame.Context.Input : frame.Slots[slot];
        return root is not null && Walk(frame, root, 0);
    }

    protected ReferenceStep.Element[] Path => path;

    protected bool Walk(Frame frame, RegoValue value, int index)
    {
        while (index < path.Length && path[index].Key is { } key && !value.HasUnknown)
        {
            var found = Find(value, key.Value(frame), out var unknown);
            if (found is null)
                return unknown is not null && WalkUnknown(frame, unknown, index + 1);
            (value, index) = (found, index + 1);
        }

        if (index == path.Length)
            return Continue(frame, value, target);
        if (value is RegoUnknown whole)
            return WalkUnknown(frame, whole, index);
        if (path[index].Key is not { } known)
            return Iterate(frame, value, index);
        var next = Find(value, known.Value(frame), out var why);
        return next is not null ? Walk(frame, next, index + 1) : why is not null && WalkUnknown(frame, why, index + 1);
    }

    /// <param name="unknown">Why there may be a value where none is found.</param>
    public static RegoValue? Find(RegoValue value, RegoValue key, out RegoUnknown? unknown)
    {
        var members = new Members(value);
        if (key.HasUnknown)
        {
            unknown = members.IsCollection ? RegoUnknown.In(key) : null;
            return null;
        }

        var found = members.Find(key);
        unknown = found is null ? members.Rest : null;
        return found;
    }

    private bool Iterate(Frame frame, RegoValue value, int index)
    {
        var members = new Members(value);
        for (var i = 0; i < members.Count; i++)
        {
            frame.Charge(1);
            var (key, element) = members[i];
            var doubt = frame.Doubt;
            var isDone = path[index].Pattern!.Matches(key, frame) && Walk(frame, element, index + 1);
            frame.Doubt = doubt;
            if (isDone)
                return true;
        }

        return members.Rest is { } rest && WalkUnknown(frame, rest, index);
    }

    /// <summary>Nothing is known from here on: the variables of the rest of the path get no values either.</summary>
    protected bool WalkUnknown(Frame frame, RegoUnknown unknown, int index)
    {
        var doubt = frame.Doubt;
        frame.DoubtAbout(unknown);
        var fits = true;
        for (var i = index; i < path.Length && fits; i++)
            fits = path[i].Pattern?.Matches(unknown, frame) ?? true;
        var isDone = fits && Continue(frame, unknown, target);
        frame.Doubt = doubt;
        return isDone;
    }

    /// <summary>One bracket of a reference: a key that is known, or a pattern that every key is tried with.</summary>
    internal readonly record struct Element(Operand? Key, Pattern? Pattern);
}
