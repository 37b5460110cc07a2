using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Kyverno.Patterns;

/// <summary>Why an object does not satisfy a pattern.</summary>
/// <param name="Path">Where in the object; empty where there is no place to name.</param>
/// <param name="Unknown">What is not known, where that is why.</param>
internal sealed record PatternFailure(PatternFailureKind Kind, string Message, string Path, CelUnknown? Unknown = null)
{
    /// <summary>The pattern is not for the object.</summary>
    public bool IsSkip => Kind is PatternFailureKind.Condition or PatternFailureKind.Global or PatternFailureKind.Skipped;
}
