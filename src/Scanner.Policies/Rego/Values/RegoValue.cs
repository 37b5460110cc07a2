namespace Scanner.Policies.Rego.Values;

/// <summary>A value of Rego. The hierarchy is closed: <see cref="Kind"/> tells which class it is.</summary>
public abstract class RegoValue
{
    /// <summary>Larger values are no part of any policy: they come of doubling a value again and again.</summary>
    private const long MostSize = 20_000_000;

    private protected RegoValue(RegoKind kind, long size = 1, bool hasUnknown = false)
    {
        if (size > MostSize)
            throw new RegoEvaluationException(RegoEvaluationException.Limit, "a value has grown beyond every measure");
        (Kind, Size, HasUnknown) = (kind, size, hasUnknown);
    }

    public RegoKind Kind { get; }

    /// <summary>How many values there are in it, itself too; long texts count for more than one.</summary>
    public long Size { get; }

    /// <summary>Whether it is, or holds somewhere, what is not known.</summary>
    public bool HasUnknown { get; }

    public bool IsFalse => ReferenceEquals(this, RegoBool.False);

    public sealed override bool Equals(object? obj) => obj is RegoValue other && Ordering.AreEqual(this, other);

    public sealed override int GetHashCode() => Ordering.HashOf(this);

    /// <summary>As OPA prints it within other values: texts in quotes.</summary>
    public sealed override string ToString() => RegoText.Of(this);
}
