using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

internal sealed class ProfileAdmittedRule() : NamespaceRule("ES105", "ProfileAdmitted", Severity.Medium, "less than privileged gets in, which still goes beyond the Baseline standard")
{
    protected override string? MessageOf(NamespacePosture ns)
    {
        // Where privileged gets in by another pod, ES101 says the worse.
        if (ns.Verdict is not (Verdict.Protected or Verdict.Blocked))
            return null;
        var admitted = ns.Targets
            .Where(t => t.Verdict is Verdict.Protected or Verdict.Blocked)
            .SelectMany(t => t.Probes)
            .Where(p => p.Outcome == ProbeOutcome.Admitted && ProbeSecurityContext.IsDangerous(p.Profile))
            .Select(p => ProbeProfileNames.Of(p.Profile))
            .Distinct()
            .ToList();
        return admitted.Count == 0
            ? null
            : $"a privileged ephemeral container is denied, but what profile {string.Join(", ", admitted)} asks for is admitted";
    }

    protected override Remedy RemedyOf(NamespacePosture ns) => NamespaceExplanation.Baseline(ns, BaselineReason.NothingDenies);
}
