namespace Scanner.Policies.Rego.Values;

/// <summary>A set; its members are in order.</summary>
public sealed class RegoSet : RegoValue
{
    private readonly RegoValue[] _items;

    private RegoSet(RegoValue[] sorted, RegoUnknown? rest)
        : base(RegoKind.Set, Sizes.Of(sorted), rest is not null || Sizes.HasUnknown(sorted)) => (_items, Rest) = (sorted, rest);

    public static RegoSet Empty { get; } = new([], null);

    /// <summary>Why there may be more members than are known; null where these are all.</summary>
    public RegoUnknown? Rest { get; }

    public int Count => _items.Length;

    public ReadOnlySpan<RegoValue> Items => _items;

    public RegoValue this[int index] => _items[index];

    /// <param name="items">In any order, with repeats. The set takes the array.</param>
    public static RegoSet Of(RegoValue[] items, RegoUnknown? rest = null) =>
        items.Length == 0 && rest is null ? Empty : new RegoSet(Distinct(items), rest);

    public bool Contains(RegoValue value) => Array.BinarySearch(_items, value, Ordering.Instance) >= 0;

    private static RegoValue[] Distinct(RegoValue[] items)
    {
        if (items.Length < 2)
            return items;
        Array.Sort(items, Ordering.Instance);
        var kept = 1;
        for (var i = 1; i < items.Length; i++)
        {
            if (Ordering.Compare(items[i], items[kept - 1]) != 0)
                items[kept++] = items[i];
        }

        return kept == items.Length ? items : items[..kept];
    }
}
