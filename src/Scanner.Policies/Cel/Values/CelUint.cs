namespace Scanner.Policies.Cel.Values;

public sealed class CelUint(ulong value) : CelValue(CelKind.Uint)
{
    public ulong Value => value;

    public override CelType Type => CelType.Uint;

    public override string ToString() => value.ToString();
}
