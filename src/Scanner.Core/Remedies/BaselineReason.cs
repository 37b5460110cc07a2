namespace Scanner.Core.Remedies;

/// <summary>What makes the Baseline label the answer.</summary>
public enum BaselineReason : byte
{
    NothingDenies,

    /// <summary>A mutation takes the privilege away, and nothing denies it.</summary>
    OnlyMutated,

    /// <summary>The only policy is a PodSecurityPolicy, which never judges ephemeral containers.</summary>
    PodSecurityPolicyOnly,
}
