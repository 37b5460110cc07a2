namespace Scanner.Core.Admission.Answers;

/// <summary>What is known of the fence: the admission policy that refuses every real write of the scanner's account.</summary>
public enum FenceState : byte
{
    /// <summary>Nobody has asked yet, or no pod was there to ask about.</summary>
    NotChecked,

    /// <summary>A real write was refused by the fence.</summary>
    Fenced,

    /// <summary>A real write was admitted: there is no fence, or it is not for this account.</summary>
    NotFenced,

    /// <summary>RBAC refused it before any policy was asked. Probes are refused likewise, so there is nothing to fence.</summary>
    NoRight,

    /// <summary>The pod that was asked about is gone: another may tell.</summary>
    PodGone,

    /// <summary>Somebody else refused it, or there was no answer: nothing is learnt of the fence.</summary>
    Unclear,
}
