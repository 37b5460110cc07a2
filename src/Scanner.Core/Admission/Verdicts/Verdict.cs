namespace Scanner.Core.Admission.Verdicts;

/// <summary>The answer for a target or a namespace; declared from worst to best, the order in which targets combine.</summary>
public enum Verdict : byte
{
    /// <summary>The privileged probe is admitted and comes back with <c>privileged: true</c>.</summary>
    Unprotected,

    /// <summary>Nothing could be learnt; see <see cref="UnknownReason"/>. Counts only when no target gave an answer.</summary>
    Unknown,

    /// <summary>Refused only because a webhook could not be called; a policy has not spoken.</summary>
    FailClosed,

    /// <summary>Admitted, but comes back without <c>privileged: true</c>.</summary>
    Sanitized,

    /// <summary>The privileged probe is denied by policy, a harmless one is not.</summary>
    Protected,

    /// <summary>Policy denies both: no ephemeral container gets in.</summary>
    Blocked,
}
