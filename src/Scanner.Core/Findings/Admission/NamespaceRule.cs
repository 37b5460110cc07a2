using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Exposures;

namespace Scanner.Core.Findings.Admission;

/// <summary>A rule that looks at one namespace at a time and has at most one thing to say of it.</summary>
internal abstract class NamespaceRule(string id, string title, Severity severity) : IRule
{
    public RuleIdentity Identity { get; } = new(id, title, severity);

    public IEnumerable<Finding> Evaluate(RuleContext context) =>
        from ns in context.Scan.Namespaces
        let message = MessageOf(ns)
        where message is not null
        let exposure = context.Exposures.GetValueOrDefault(ns.Name)
        select Identity.Find(
            Resources.Namespace(ns.Name), message + Exposed(exposure, context), RemediationOf(ns), severity: SeverityOf(exposure));

    /// <summary>Null when the rule is content.</summary>
    protected abstract string? MessageOf(NamespacePosture ns);

    protected virtual string RemediationOf(NamespacePosture ns) => NamespaceExplanation.Fix(ns);

    /// <param name="exposure">Who can get into the namespace; null for nobody, or when RBAC was not looked at.</param>
    protected virtual Severity SeverityOf(NamespaceExposure? exposure) => Identity.Severity;

    /// <summary>What to add to the message about them; usually nothing.</summary>
    protected virtual string Exposed(NamespaceExposure? exposure, RuleContext context) => "";
}
