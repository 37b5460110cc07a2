using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

/// <summary>A rule that has at most one thing to say of a namespace.</summary>
internal abstract class NamespaceRule(string id, string title, Severity severity, string because) : IRule<JudgedNamespace>
{
    public RuleIdentity Identity { get; } = new(id, title, severity, because);

    public IEnumerable<Finding> Evaluate(JudgedNamespace item, RuleContext context)
    {
        var ns = item.Posture;
        if (MessageOf(ns) is { } message)
        {
            var (remedy, alternative) = DoorRemedies.With(RemedyOf(ns), ns, context.HasAdmissionPolicies);
            yield return Identity.Find(Resources.Namespace(ns.Name), message + Exposed(item.Exposure), remedy, rating: RatingOf(item)) with
            {
                Alternative = alternative,
                Cause = CauseOf(ns),
                Exposure = item.Exposure is { } exposure ? ExposureFinder.Weight(exposure) : 0,
            };
        }
    }

    /// <summary>Null when the rule is content.</summary>
    protected abstract string? MessageOf(NamespacePosture ns);

    /// <summary>What namespaces of this finding have in common.</summary>
    protected virtual string CauseOf(NamespacePosture ns) => NamespaceExplanation.Cause(ns);

    protected virtual Remedy RemedyOf(NamespacePosture ns) => NamespaceExplanation.Fix(ns) ?? new Remedy.AskAgain(ns.Name);

    protected virtual Rating RatingOf(JudgedNamespace item) => Identity.Usual;

    /// <summary>What to add to the message about who can get in; usually nothing.</summary>
    /// <param name="exposure">Null for nobody, or when RBAC was not looked at.</param>
    protected virtual string Exposed(NamespaceExposure? exposure) => "";
}
