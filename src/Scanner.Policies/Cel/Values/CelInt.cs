namespace Scanner.Policies.Cel.Values;

public sealed class CelInt : CelValue
{
    private const int Lowest = -128;

    private static readonly CelInt[] s_small = [.. Enumerable.Range(Lowest, 512).Select(n => new CelInt(n))];

    private CelInt(long value) : base(CelKind.Int) => Value = value;

    public long Value { get; }

    public override CelType Type => CelType.Int;

    public static CelInt Of(long value) =>
        (ulong)(value - Lowest) < (ulong)s_small.Length ? s_small[value - Lowest] : new CelInt(value);

    public override string ToString() => Value.ToString();
}
