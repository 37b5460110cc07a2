namespace Scanner.Policies.Rego.Values;

/// <summary>An object: its keys are values of any kind, each once, and in order.</summary>
public sealed class RegoObject : RegoValue
{
    private readonly RegoValue[] _keys;
    private readonly RegoValue[] _values;

    private RegoObject(RegoValue[] keys, RegoValue[] values, RegoUnknown? rest)
        : base(RegoKind.Object, Sizes.Of(keys) + Sizes.Of(values), rest is not null || Sizes.HasUnknown(keys) || Sizes.HasUnknown(values)) =>
        (_keys, _values, Rest) = (keys, values, rest);

    public static RegoObject Empty { get; } = new([], [], null);

    /// <summary>Why there may be more keys than are known; null where these are all.</summary>
    public RegoUnknown? Rest { get; }

    public int Count => _keys.Length;

    public ReadOnlySpan<RegoValue> Keys => _keys;

    public ReadOnlySpan<RegoValue> Values => _values;

    /// <param name="keys">In any order; of equal ones the last counts. The object takes both arrays.</param>
    public static RegoObject Of(RegoValue[] keys, RegoValue[] values, RegoUnknown? rest = null)
    {
        if (keys.Length == 0 && rest is null)
            return Empty;
        if (IsSorted(keys))
            return new RegoObject(keys, values, rest);
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        // Later of equal keys come first, so that the first of a run is the one that counts.
        Array.Sort(order, (a, b) => Ordering.Compare(keys[a], keys[b]) is var c and not 0 ? c : b.CompareTo(a));
        var (sortedKeys, sortedValues) = (new List<RegoValue>(order.Length), new List<RegoValue>(order.Length));
        foreach (var i in order)
        {
            if (sortedKeys.Count > 0 && Ordering.Compare(sortedKeys[^1], keys[i]) == 0)
                continue;
            sortedKeys.Add(keys[i]);
            sortedValues.Add(values[i]);
        }

        return new RegoObject([.. sortedKeys], [.. sortedValues], rest);
    }

    public static RegoObject Of(IReadOnlyCollection<KeyValuePair<RegoValue, RegoValue>> entries, RegoUnknown? rest = null) =>
        Of([.. entries.Select(e => e.Key)], [.. entries.Select(e => e.Value)], rest);

    public static RegoObject Of(params ReadOnlySpan<(string Key, RegoValue Value)> entries)
    {
        var (keys, values) = (new RegoValue[entries.Length], new RegoValue[entries.Length]);
        for (var i = 0; i < entries.Length; i++)
            (keys[i], values[i]) = (new RegoString(entries[i].Key), entries[i].Value);
        return Of(keys, values);
    }

    public RegoValue? Find(RegoValue key)
    {
        var index = Array.BinarySearch(_keys, key, Ordering.Instance);
        return index < 0 ? null : _values[index];
    }

    public RegoValue? Find(string key)
    {
        var (low, high) = (0, _keys.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _keys[middle] is RegoString text ? string.CompareOrdinal(text.Value, key) : _keys[middle].Kind.CompareTo(RegoKind.String);
            if (order == 0)
                return _values[middle];
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>The same with another value at one key.</summary>
    public RegoObject With(RegoValue key, RegoValue value) => Of([.. _keys, key], [.. _values, value], Rest);

    private static bool IsSorted(RegoValue[] keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (Ordering.Compare(keys[i - 1], keys[i]) >= 0)
                return false;
        }

        return true;
    }
}
