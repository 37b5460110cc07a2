using Scanner.Policies.Decisions;

namespace Scanner.Policies.Prediction;

/// <summary>What a decision means for the request.</summary>
internal static class PolicyDecisionKinds
{
    public static bool TurnsAway(PolicyDecision decision) => decision.IsDenial;

    /// <summary>It may turn the request away, and nobody knows whether it does.</summary>
    public static bool IsOpen(PolicyDecision decision) => decision is PolicyDecision.Unknown { CanDeny: true } or PolicyDecision.Failed { IsOfDryRun: true };
}
