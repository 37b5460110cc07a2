namespace Scanner.Policies.Cel.Values;

/// <summary>A map whose values are all there.</summary>
public sealed class CelTable(Dictionary<CelValue, CelValue> entries) : CelMap
{
    public static CelTable Empty { get; } = new([]);

    public override int Count => entries.Count;

    public override IEnumerable<CelValue> Keys => entries.Keys;

    public static CelTable Of(params ReadOnlySpan<(string Key, CelValue Value)> entries)
    {
        var table = new Dictionary<CelValue, CelValue>(entries.Length);
        foreach (var (key, value) in entries)
            table[new CelString(key)] = value;
        return new CelTable(table);
    }

    public override CelValue? Find(CelValue key) => entries.GetValueOrDefault(key);
}
