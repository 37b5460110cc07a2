namespace Scanner.Core.Admission.Answers;

/// <summary>Why a verdict is <see cref="Verdict.Unknown"/>.</summary>
public enum UnknownReason : byte
{
    NoPods,
    NoEligiblePod,
    NoPermission,
    ProbingDisabled,
    Offline,
    Timeout,
    Error,
    SubresourceAbsent,

    /// <summary>Its turn has not come yet, or not since what decides about admission changed. In a worker only.</summary>
    NotYetProbed,

    /// <summary>The scanner's account could write for real, and is told not to probe then. In a worker only.</summary>
    NotFenced,
}
