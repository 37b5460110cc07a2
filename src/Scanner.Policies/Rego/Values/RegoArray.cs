namespace Scanner.Policies.Rego.Values;

public sealed class RegoArray(RegoValue[] items) : RegoValue(RegoKind.Array, Sizes.Of(items), Sizes.HasUnknown(items))
{
    public static RegoArray Empty { get; } = new([]);

    public int Count => items.Length;

    public ReadOnlySpan<RegoValue> Items => items;

    public RegoValue this[int index] => items[index];

    /// <summary>The element at a key that is an index; null where there is none.</summary>
    public RegoValue? Find(RegoValue key) =>
        key is RegoNumber { IsSmall: true, Whole: var index and >= 0 } && index < items.Length ? items[index] : null;
}
