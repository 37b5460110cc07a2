namespace Scanner.Policies.Cel.Values;

/// <summary>A value of CEL. The hierarchy is closed: <see cref="Kind"/> tells which class it is.</summary>
public abstract class CelValue
{
    private protected CelValue(CelKind kind) => Kind = kind;

    public CelKind Kind { get; }

    /// <summary>What <c>type(value)</c> is in CEL, without parameters.</summary>
    public abstract CelType Type { get; }

    /// <summary>An error or an unknown: what every strict function hands on.</summary>
    public bool IsFailure => Kind >= CelKind.Error;

    /// <summary>The value of <c>true</c>; not an unknown, an error or a value of another type.</summary>
    public bool IsTrue => ReferenceEquals(this, CelBool.True);

    public bool IsFalse => ReferenceEquals(this, CelBool.False);

    public sealed override bool Equals(object? obj) => obj is CelValue other && Equality.AreEqual(this, other);

    public sealed override int GetHashCode() => Equality.HashOf(this);
}
