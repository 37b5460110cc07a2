using System.Text;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno;

/// <summary>
/// The text with which Kyverno's webhook for ClusterPolicy and Policy turns a request away: a map of policies and rules in YAML. Source:
/// pkg/webhooks/utils/block.go.
/// </summary>
public static class KyvernoDenial
{
    /// <param name="decisions">Of all policies of these kinds; only those that deny are named. Null where none denies.</param>
    public static string? Text(AdmissionRequest request, IEnumerable<(PolicyIdentity Policy, RuleDecision Rule)> decisions)
    {
        var denials = decisions.Select(d => (d.Policy.Name, d.Rule.Rule, Message: MessageOf(d.Rule.Decision))).Where(d => d.Message is not null).ToList();
        if (denials.Count == 0)
            return null;
        var text = new StringBuilder($"\n\nresource {request.Kind.Kind}/{request.Namespace}/{request.Name} was blocked due to the following policies \n\n");
        foreach (var policy in denials.GroupBy(d => d.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(policy.Key).Append(":\n");
            foreach (var (_, rule, message) in policy.OrderBy(d => d.Rule, StringComparer.Ordinal))
                text.Append("  ").Append(rule).Append(": ").Append(Yaml(message!)).Append('\n');
        }

        return text.ToString();
    }

    private static string? MessageOf(PolicyDecision decision) => decision switch
    {
        PolicyDecision.Denied denied => denied.Message,
        PolicyDecision.Failed { IsDenied: true } failed => failed.Error,
        _ => null,
    };

    /// <summary>Plain where that can be read back, else in single quotes; several lines as a block.</summary>
    private static string Yaml(string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal))
            return "|-\n    " + text.TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal);
        var isPlain = text.Length > 0
            && !text.Contains(": ", StringComparison.Ordinal)
            && !text.Contains(" #", StringComparison.Ordinal)
            && !text.EndsWith(':')
            && text.Trim() == text
            && !"-?:,[]{}#&*!|>'\"%@`0123456789.+~=<".Contains(text[0], StringComparison.Ordinal)
            && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off");
        return isPlain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
