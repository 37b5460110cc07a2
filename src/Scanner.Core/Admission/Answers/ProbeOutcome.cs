namespace Scanner.Core.Admission.Answers;

/// <summary>What one probe showed.</summary>
public enum ProbeOutcome : byte
{
    /// <summary>The container would be added as asked.</summary>
    Admitted,

    /// <summary>It would be added, but without something that was asked for.</summary>
    Mutated,

    /// <summary>A policy refused it.</summary>
    Denied,

    /// <summary>RBAC refused the request: nothing is learnt of policies.</summary>
    Forbidden,

    /// <summary>API validation refused it: nothing is learnt of policies.</summary>
    Invalid,

    /// <summary>A webhook could not be called and its failure policy refuses.</summary>
    Unavailable,

    /// <summary>Anything else: time limits, missing dry-run support, texts of no known layer.</summary>
    Error,
}
