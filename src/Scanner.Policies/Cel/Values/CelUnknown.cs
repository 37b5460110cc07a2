using System.Collections.Immutable;

namespace Scanner.Policies.Cel.Values;

/// <summary>The value depends on something that is not known.</summary>
/// <param name="what">What is not known, in words; several after an operation on several.</param>
public sealed class CelUnknown(ImmutableArray<string> what) : CelValue(CelKind.Unknown)
{
    public ImmutableArray<string> What => what;

    public override CelType Type => CelType.Unknown;

    public static CelUnknown Of(string what) => new([what]);

    internal static CelUnknown Merge(CelUnknown first, CelUnknown second) =>
        first.What.SequenceEqual(second.What) ? first : new CelUnknown([.. first.What.Union(second.What)]);

    /// <summary>What of two failures is handed on: an unknown before an error, because what is not known may decide otherwise.</summary>
    internal static CelValue Worse(CelValue first, CelValue second) => (first, second) switch
    {
        (CelUnknown a, CelUnknown b) => Merge(a, b),
        (CelUnknown, _) => first,
        (_, CelUnknown) => second,
        _ => first.IsFailure ? first : second,
    };

    public override string ToString() => "unknown: " + string.Join(", ", what);
}
