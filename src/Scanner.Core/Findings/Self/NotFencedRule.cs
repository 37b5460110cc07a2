using Scanner.Core.Admission.Answers;
using Scanner.Core.Cluster;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Self;

/// <summary>The scanner's own account could do for real what it asks about.</summary>
public sealed class NotFencedRule : IRule<Fence>
{
    private static readonly ResourceReference s_fence =
        new("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", null, "ephemeral-scanner-fence");

    public RuleIdentity Identity { get; } = new("ES501", "ScannerNotFenced", Severity.High, "whoever steals the scanner's token could add a container with it");

    IEnumerable<Finding> IRule<Fence>.Evaluate(Fence item, RuleContext context)
    {
        if (item.State == FenceState.NotFenced)
        {
            yield return Identity.Find(
                s_fence,
                "an empty patch of pods/ephemeralcontainers that was no dry run was admitted: nothing but its own program keeps the scanner's account to dry runs",
                new Remedy.RaiseFence());
        }
    }
}
