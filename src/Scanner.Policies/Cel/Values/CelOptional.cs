namespace Scanner.Policies.Cel.Values;

public sealed class CelOptional : CelValue
{
    private CelOptional(CelValue? value) : base(CelKind.Optional) => Value = value;

    public static CelOptional None { get; } = new(null);

    /// <summary>Null for <c>optional.none()</c>.</summary>
    public CelValue? Value { get; }

    public override CelType Type => CelType.Optional;

    public static CelOptional Of(CelValue value) => new(value);

    public override string ToString() => Value is null ? "optional.none()" : $"optional.of({Value})";
}
