using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A term of constants and variables. Where its variables have values it always has one.</summary>
internal abstract class Operand
{
    public abstract RegoValue Value(Frame frame);

    /// <summary>The slots of its variables.</summary>
    public abstract IEnumerable<int> Slots { get; }

    public bool IsBound(HashSet<int> bound) => Slots.All(bound.Contains);

    protected static RegoValue[] ValuesOf(Operand[] operands, Frame frame)
    {
        var values = new RegoValue[operands.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = operands[i].Value(frame);
        return values;
    }

    internal sealed class Constant(RegoValue value) : Operand
    {
        public RegoValue Known => value;

        public override IEnumerable<int> Slots => [];

        public override RegoValue Value(Frame frame) => value;
    }

    /// <param name="name">As written, for errors; empty for what has no name.</param>
    internal sealed class Variable(int slot, string name) : Operand
    {
        public int Slot => slot;

        public string Name => name;

        public override IEnumerable<int> Slots => [slot];

        public override RegoValue Value(Frame frame) => frame.Slots[slot];
    }

    internal sealed class List(Operand[] items) : Operand
    {
        public Operand[] Items => items;

        public override IEnumerable<int> Slots => items.SelectMany(i => i.Slots);

        public override RegoValue Value(Frame frame) => new RegoArray(ValuesOf(items, frame));
    }

    internal sealed class Set(Operand[] items) : Operand
    {
        public Operand[] Items => items;

        public override IEnumerable<int> Slots => items.SelectMany(i => i.Slots);

        public override RegoValue Value(Frame frame) => RegoSet.Of(ValuesOf(items, frame));
    }

    internal sealed class Table(Operand[] keys, Operand[] values) : Operand
    {
        public Operand[] Keys => keys;

        public Operand[] Values => values;

        public override IEnumerable<int> Slots => keys.Concat(values).SelectMany(i => i.Slots);

        public override RegoValue Value(Frame frame) => RegoObject.Of(ValuesOf(keys, frame), ValuesOf(values, frame));
    }
}
