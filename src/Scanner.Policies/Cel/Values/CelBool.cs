namespace Scanner.Policies.Cel.Values;

/// <summary>There are two, so they may be compared by reference.</summary>
public sealed class CelBool : CelValue
{
    private CelBool() : base(CelKind.Bool)
    {
    }

    public static CelBool True { get; } = new();

    public static CelBool False { get; } = new();

    public override CelType Type => CelType.Bool;

    public static CelBool Of(bool value) => value ? True : False;

    public override string ToString() => IsTrue ? "true" : "false";
}
