using System.Text;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Webhooks;

/// <summary>Refusals as policy engines word them, for webhooks that stand in for one.</summary>
public static class EngineAnswers
{
    /// <summary>Gatekeeper: 403, each violation as <c>[constraint] message</c> on a line of its own; allowed without any.</summary>
    public static WebhookAnswer Gatekeeper(params IReadOnlyCollection<(string Constraint, string Message)> violations) => violations.Count == 0
        ? WebhookAnswer.Allow()
        : WebhookAnswer.Deny(403, string.Join('\n', violations.Select(v => $"[{v.Constraint}] {v.Message}")), "Forbidden");

    /// <summary>Kyverno's ClusterPolicy and Policy: 400, a YAML map of policies and their rules; allowed without any.</summary>
    public static WebhookAnswer Kyverno(AdmissionRequest request, params IReadOnlyCollection<(string Policy, string Rule, string Message)> failures)
    {
        if (failures.Count == 0)
            return WebhookAnswer.Allow();
        var text = new StringBuilder($"\n\nresource {request.Kind}/{request.Namespace}/{request.Name} was blocked due to the following policies \n\n");
        foreach (var policy in failures.GroupBy(f => f.Policy, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(policy.Key).Append(":\n");
            foreach (var (_, rule, message) in policy.OrderBy(f => f.Rule, StringComparer.Ordinal))
                text.Append("  ").Append(rule).Append(": ").Append(Scalar(message)).Append('\n');
        }

        return WebhookAnswer.Deny(400, text.ToString());
    }

    /// <summary>Kyverno's CEL policies: 400, <c>Policy NAME failed: message</c>, joined by semicolons; allowed without any.</summary>
    public static WebhookAnswer KyvernoCel(params IReadOnlyCollection<(string Policy, string Message)> failures) => failures.Count == 0
        ? WebhookAnswer.Allow()
        : WebhookAnswer.Deny(400, string.Join("; ", failures.Select(f => $"Policy {f.Policy} failed: {f.Message}")));

    /// <summary>A YAML scalar: quoted only where it would read as something else.</summary>
    private static string Scalar(string text) => text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal)
        ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"
        : text;
}
