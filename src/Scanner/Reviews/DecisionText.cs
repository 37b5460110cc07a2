using Scanner.Policies.Decisions;
using Scanner.Publishing.PolicyReviews;

namespace Scanner.Reviews;

/// <summary>Puts decisions into the words of the result.</summary>
internal static class DecisionText
{
    public static ReviewDecision Of(PolicyIdentity policy, RuleDecision rule)
    {
        var (answer, message) = Of(rule.Decision);
        return new ReviewDecision(policy.Engine, policy.Kind, policy.Namespace, policy.Name, rule.Rule, answer, message)
        {
            Denies = rule.Decision.IsDenial,
        };
    }

    /// <summary>A policy of a kind that is not run: what it says is not known.</summary>
    public static ReviewDecision OfNotRun(PolicyIdentity policy) =>
        new(policy.Engine, policy.Kind, policy.Namespace, policy.Name, "", "Unknown", "policies of this kind are not run");

    private static (string Answer, string Message) Of(PolicyDecision decision) => decision switch
    {
        PolicyDecision.NotMatched { Why: var why } => ("NotMatched", why),
        PolicyDecision.Allowed => ("Allowed", ""),
        PolicyDecision.Denied { Message: var message } => ("Denied", message),
        PolicyDecision.Reported reported => (reported.Actions.Contains("Warn") ? "Warned" : "Audited", reported.Message),
        PolicyDecision.Failed { IsDenied: true } failed => ("Failed", failed.Error),
        PolicyDecision.Failed failed => ("Failed", $"{failed.Error}; failurePolicy Ignore lets the request through"),
        PolicyDecision.Unknown unknown => ("Unknown", $"depends on what is not known: {string.Join(", ", unknown.What)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "not a decision"),
    };
}
