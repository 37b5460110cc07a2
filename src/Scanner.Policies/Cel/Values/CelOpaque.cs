namespace Scanner.Policies.Cel.Values;

/// <summary>A value that only the functions of its library look into.</summary>
internal abstract class CelOpaque(CelType type) : CelValue(CelKind.Opaque)
{
    public sealed override CelType Type => type;

    public abstract bool IsSameAs(CelOpaque other);

    public abstract int Hash { get; }
}
