using Scanner.Core.Admission.Policies;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Policies;

/// <summary>A policy that would stop ephemeral containers, and only reports them.</summary>
internal sealed class NotEnforcedRule : IRule<PolicyCoverage>
{
    public RuleIdentity Identity { get; } = new("ES404", "NotEnforced", Severity.Medium, "what it reports gets in all the same");

    public IEnumerable<Finding> Evaluate(PolicyCoverage item, RuleContext context)
    {
        // Of Pod Security each namespace has labels of its own: ES409.
        if (item is { Coverage: CoverageKind.Covered, IsEnforced: false, Engine: not EngineNames.PodSecurity })
        {
            yield return Identity.Find(
                PolicyReferences.Of(item), $"{PolicyReferences.Name(item)} reports ephemeral containers and denies none: {item.Reason}", new Remedy.EnforcePolicy(item)) with
            {
                Alternative = DoorRemedies.Close(item, context.HasAdmissionPolicies),
            };
        }
    }
}
