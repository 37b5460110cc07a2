namespace Scanner.Policies.Cel.Values;

public sealed class CelNull : CelValue
{
    private CelNull() : base(CelKind.Null)
    {
    }

    public static CelNull Value { get; } = new();

    public override CelType Type => CelType.Null;

    public override string ToString() => "null";
}
