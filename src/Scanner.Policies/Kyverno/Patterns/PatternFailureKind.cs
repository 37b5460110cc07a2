namespace Scanner.Policies.Kyverno.Patterns;

internal enum PatternFailureKind
{
    Mismatch,

    /// <summary>The key of a conditional anchor is not there or does not match.</summary>
    Condition,

    /// <summary>A global anchor does not match.</summary>
    Global,

    /// <summary>A key is there that a negation anchor forbids.</summary>
    Negation,

    /// <summary>All elements or anchors were passed over.</summary>
    Skipped,

    Unknown,
}
