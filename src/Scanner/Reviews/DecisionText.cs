using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Publishing.PolicyReviews;

namespace Scanner.Reviews;

/// <summary>Puts decisions into the words of the result.</summary>
internal static class DecisionText
{
    public static ReviewDecision Of(PolicyIdentity policy, RuleDecision rule)
    {
        var (answer, message, denies) = Of(rule.Decision);
        return new ReviewDecision(policy.Engine, policy.Kind, policy.Namespace, policy.Name, rule.Rule, answer, message, denies);
    }

    private static (string Answer, string Message, bool Denies) Of(PolicyDecision decision) => decision switch
    {
        PolicyDecision.NotMatched { Why: var why } => ("NotMatched", why, false),
        PolicyDecision.Allowed => ("Allowed", "", false),
        PolicyDecision.Denied { Message: var message } => ("Denied", message, true),
        PolicyDecision.Reported reported => (reported.Actions.Contains("Warn") ? "Warned" : "Audited", reported.Message, false),
        PolicyDecision.Failed { IsDenied: true } failed => ("Failed", failed.Error, true),
        PolicyDecision.Failed failed => ("Failed", $"{failed.Error}; failurePolicy Ignore lets the request through", false),
        PolicyDecision.Unknown unknown => ("Unknown", $"depends on what is not known: {string.Join(", ", unknown.What)}", false),
        _ => ("Unknown", $"an answer that is not known here: {decision.GetType().Name}", false),
    };
}
