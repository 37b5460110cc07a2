namespace Scanner.Policies.Cel.Values;

/// <summary>A type as a value: <c>type(1)</c>, <c>int</c>.</summary>
public sealed class CelTypeValue(CelType named) : CelValue(CelKind.Type)
{
    public CelType Named => named;

    public override CelType Type => CelType.TypeOf;

    public override string ToString() => named.Name;
}
