using Scanner.Core.Admission.Answers;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Prediction;

/// <summary>How a request ends.</summary>
public enum ChainResult
{
    Admitted,

    /// <summary>A policy turns it away.</summary>
    Denied,

    /// <summary>It is turned away because a policy fails or a webhook cannot be called.</summary>
    FailedClosed,

    /// <summary>It depends on what is not known.</summary>
    Unknown,
}
