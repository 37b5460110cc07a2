using Scanner.Policies.Decisions;

namespace Scanner.Policies.Tests;

/// <summary>Decisions as one line, to compare.</summary>
internal static class DecisionText
{
    public static string Of(PolicyDecision decision) => decision switch
    {
        PolicyDecision.NotMatched not => "NotMatched: " + not.Why,
        PolicyDecision.Denied denied => "Denied: " + denied.Message,
        PolicyDecision.Reported reported => $"Reported: {reported.Message} ({string.Join(", ", reported.Actions)})",
        PolicyDecision.Failed failed => $"Failed: {failed.Error}, {(failed.IsDenied ? "denied" : "let through")}",
        PolicyDecision.Unknown unknown => $"Unknown: {string.Join(", ", unknown.What)}{(unknown.CanDeny ? "" : " (cannot deny)")}",
        _ => "Allowed",
    };

    public static string Of(IEnumerable<RuleDecision> decisions) =>
        string.Join(" | ", decisions.Select(d => d.Rule.Length > 0 ? $"{d.Rule}: {Of(d.Decision)}" : Of(d.Decision)));
}
