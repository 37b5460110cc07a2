namespace Scanner.Policies.Cel.Values;

public sealed class CelBytes(byte[] value) : CelValue(CelKind.Bytes)
{
    public ReadOnlySpan<byte> Value => value;

    public override CelType Type => CelType.Bytes;

    public override string ToString() => Convert.ToHexString(value);
}
