using Scanner.Core.Admission.Policies;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Policies;

/// <summary>A rule about one way in which a policy misses ephemeral containers.</summary>
internal abstract class CoverageRule(string id, string title, CoverageKind kind, string because) : IRule<PolicyCoverage>
{
    public RuleIdentity Identity { get; } = new(id, title, Severity.High, because);

    public IEnumerable<Finding> Evaluate(PolicyCoverage item, RuleContext context)
    {
        if (item.Coverage == kind)
            yield return Identity.Find(PolicyReferences.Of(item), $"{PolicyReferences.Name(item)} {What}: {item.Reason}", new Remedy.ExtendCoverage(item)) with
            {
                Alternative = DoorRemedies.Close(item, context.HasAdmissionPolicies),
            };
    }

    /// <summary>What it does wrong, to go on after its name.</summary>
    protected abstract string What { get; }
}
