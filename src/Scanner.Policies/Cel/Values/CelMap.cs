namespace Scanner.Policies.Cel.Values;

/// <summary>
/// A map. Keys are booleans, integers and strings; 1 and 1u are one key. The entries keep their order, so that the same text gives the same
/// answer each time.
/// </summary>
public abstract class CelMap() : CelValue(CelKind.Map)
{
    public abstract int Count { get; }

    public abstract IEnumerable<CelValue> Keys { get; }

    public sealed override CelType Type => CelType.Map;

    /// <summary>The value of a key, which may be an error or an unknown where it is computed late; null when there is none.</summary>
    public abstract CelValue? Find(CelValue key);

    /// <summary>Whether there is a value, without computing it; an unknown where that is not known.</summary>
    public virtual CelValue Contains(CelValue key) => CelBool.Of(Find(key) is not null);

    /// <summary>What is not known of the keys; null where all are there.</summary>
    public virtual CelUnknown? Missing => null;

    public override string ToString() => "{" + string.Join(", ", Keys.Select(k => $"{k}: {Find(k)}")) + "}";
}
