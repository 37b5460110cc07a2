namespace Scanner.Policies.Cel.Values;

public sealed class CelList(CelValue[] items) : CelValue(CelKind.List)
{
    public static CelList Empty { get; } = new([]);

    public int Count => items.Length;

    public ReadOnlySpan<CelValue> Items => items;

    public override CelType Type => CelType.List;

    public CelValue this[int index] => items[index];

    public static CelList OfStrings(IEnumerable<string> texts) => new([.. texts.Select(t => new CelString(t))]);

    public override string ToString() => "[" + string.Join(", ", items.Select(i => i.ToString())) + "]";
}
