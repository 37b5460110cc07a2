using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>What a value is compared with, giving variables without a value theirs.</summary>
internal abstract class Pattern
{
    /// <summary>Null where some variable cannot get its value this way.</summary>
    public static Pattern? TryOf(Operand operand, HashSet<int> bound)
    {
        switch (operand)
        {
            case Operand.Variable variable when bound.Add(variable.Slot):
                return new Pattern.Bind(variable.Slot);
            case Operand.List array when !array.IsBound(bound):
                return All(array.Items, bound) is { } items ? new Pattern.List(items) : null;
            case Operand.Table table when !table.IsBound(bound):
                return Array.TrueForAll(table.Keys, k => k.IsBound(bound)) && All(table.Values, bound) is { } values
                    ? new Pattern.Table(table.Keys, values)
                    : null;
            default:
                return operand.IsBound(bound) ? new Pattern.Equal(operand) : null;
        }
    }

    public static bool CanBe(Operand operand, HashSet<int> bound) => TryOf(operand, [.. bound]) is not null;

    /// <summary>Whether the value fits. Where that is not known it may, and the frame doubts it.</summary>
    public abstract bool Matches(RegoValue value, Frame frame);

    private static Pattern[]? All(Operand[] operands, HashSet<int> bound)
    {
        var patterns = new Pattern[operands.Length];
        for (var i = 0; i < patterns.Length; i++)
        {
            if (TryOf(operands[i], bound) is not { } pattern)
                return null;
            patterns[i] = pattern;
        }

        return patterns;
    }

    internal sealed class Bind(int slot) : Pattern
    {
        public override bool Matches(RegoValue value, Frame frame)
        {
            frame.Slots[slot] = value;
            return true;
        }
    }

    internal sealed class Equal(Operand operand) : Pattern
    {
        public override bool Matches(RegoValue value, Frame frame)
        {
            var other = operand.Value(frame);
            if (value.Size > 64)
                frame.Charge(value.Size / 16);
            if (!value.HasUnknown && !other.HasUnknown)
                return Ordering.AreEqual(value, other);
            if (value.Kind != other.Kind && value.Kind != RegoKind.Unknown && other.Kind != RegoKind.Unknown)
                return false;
            frame.DoubtAbout(RegoUnknown.In(value) ?? RegoUnknown.In(other)!);
            return true;
        }
    }

    internal sealed class List(Pattern[] items) : Pattern
    {
        public override bool Matches(RegoValue value, Frame frame)
        {
            if (value is RegoUnknown unknown)
            {
                frame.DoubtAbout(unknown);
                return Array.TrueForAll(items, i => i.Matches(unknown, frame));
            }

            if (value is not RegoArray array || array.Count != items.Length)
                return false;
            for (var i = 0; i < items.Length; i++)
            {
                if (!items[i].Matches(array[i], frame))
                    return false;
            }

            return true;
        }
    }

    internal sealed class Table(Operand[] keys, Pattern[] values) : Pattern
    {
        public override bool Matches(RegoValue value, Frame frame)
        {
            if ((value as RegoUnknown ?? (value as RegoObject)?.Rest) is { } unknown)
            {
                frame.DoubtAbout(unknown);
                return Array.TrueForAll(values, v => v.Matches(unknown, frame));
            }

            if (value is not RegoObject table || table.Count != keys.Length)
                return false;
            for (var i = 0; i < keys.Length; i++)
            {
                if (table.Find(keys[i].Value(frame)) is not { } found || !values[i].Matches(found, frame))
                    return false;
            }

            return true;
        }
    }
}
