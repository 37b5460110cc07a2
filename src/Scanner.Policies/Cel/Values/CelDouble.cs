namespace Scanner.Policies.Cel.Values;

public sealed class CelDouble(double value) : CelValue(CelKind.Double)
{
    public double Value => value;

    public override CelType Type => CelType.Double;

    public override string ToString() => Numbers.Format(value);
}
