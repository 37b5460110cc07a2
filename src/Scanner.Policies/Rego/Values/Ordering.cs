namespace Scanner.Policies.Rego.Values;

/// <summary>The one order of all values, which OPA sorts and compares by.</summary>
internal sealed class Ordering : IComparer<RegoValue>
{
    public static Ordering Instance { get; } = new();

    int IComparer<RegoValue>.Compare(RegoValue? x, RegoValue? y) => Compare(x!, y!);

    public static bool AreEqual(RegoValue a, RegoValue b)
    {
        if (ReferenceEquals(a, b))
            return true;
        if (a.Kind != b.Kind || a.Size != b.Size)
            return false;
        return a is RegoString text ? text.Value == ((RegoString)b).Value : Compare(a, b) == 0;
    }

    public static int Compare(RegoValue a, RegoValue b)
    {
        if (ReferenceEquals(a, b))
            return 0;
        if (a.Kind != b.Kind)
            return a.Kind.CompareTo(b.Kind);
        return (a, b) switch
        {
            (RegoBool x, _) => x.IsFalse ? -1 : 1,
            (RegoNumber x, RegoNumber y) => x.ComparedWith(y),
            (RegoString x, RegoString y) => string.CompareOrdinal(x.Value, y.Value),
            (RegoArray x, RegoArray y) => Compare(x.Items, y.Items),
            (RegoSet x, RegoSet y) => Compare(x.Items, y.Items),
            (RegoObject x, RegoObject y) => CompareObjects(x, y),
            (RegoUnknown x, RegoUnknown y) => string.CompareOrdinal(string.Join(',', x.What), string.Join(',', y.What)),
            _ => 0,
        };
    }

    public static int HashOf(RegoValue value) => value switch
    {
        RegoBool flag => flag.IsFalse ? 1 : 2,
        RegoNumber { IsSmall: true } number => number.Whole.GetHashCode(),
        RegoNumber number => number.AsDouble().GetHashCode(),
        RegoString text => text.Value.GetHashCode(StringComparison.Ordinal),
        RegoArray array => HashOf(array.Items, 3),
        RegoSet set => HashOf(set.Items, 5),
        RegoObject table => HashOf(table.Keys, 7) ^ HashOf(table.Values, 11),
        _ => (int)value.Kind,
    };

    private static int HashOf(ReadOnlySpan<RegoValue> items, int seed)
    {
        var hash = seed;
        foreach (var item in items)
            hash = (hash * 31) + HashOf(item);
        return hash;
    }

    private static int Compare(ReadOnlySpan<RegoValue> a, ReadOnlySpan<RegoValue> b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (Compare(a[i], b[i]) is not 0 and var order)
                return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int CompareObjects(RegoObject a, RegoObject b)
    {
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            if (Compare(a.Keys[i], b.Keys[i]) is not 0 and var byKey)
                return byKey;
            if (Compare(a.Values[i], b.Values[i]) is not 0 and var byValue)
                return byValue;
        }

        return a.Count.CompareTo(b.Count);
    }
}
