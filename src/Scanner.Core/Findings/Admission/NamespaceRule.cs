using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

/// <summary>A rule that has at most one thing to say of a namespace.</summary>
internal abstract class NamespaceRule(string id, string title, Severity severity) : IRule<JudgedNamespace>
{
    public RuleIdentity Identity { get; } = new(id, title, severity);

    public IEnumerable<Finding> Evaluate(JudgedNamespace item, RuleContext context)
    {
        var ns = item.Posture;
        if (MessageOf(ns) is { } message)
        {
            yield return Identity.Find(
                Resources.Namespace(ns.Name), message + Exposed(item.Exposure), RemedyOf(ns), severity: SeverityOf(item.Exposure));
        }
    }

    /// <summary>Null when the rule is content.</summary>
    protected abstract string? MessageOf(NamespacePosture ns);

    protected virtual Remedy RemedyOf(NamespacePosture ns) => NamespaceExplanation.Fix(ns) ?? new Remedy.AskAgain(ns.Name);

    /// <param name="exposure">Who can get into the namespace; null for nobody, or when RBAC was not looked at.</param>
    protected virtual Severity SeverityOf(NamespaceExposure? exposure) => Identity.Severity;

    /// <summary>What to add to the message about them; usually nothing.</summary>
    protected virtual string Exposed(NamespaceExposure? exposure) => "";
}
