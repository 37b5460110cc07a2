using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

internal sealed class PolicyGapRule() : NamespaceRule("ES102", "PolicyGap", Severity.High, "the namespace is meant to be protected and is not")
{
    protected override string? MessageOf(NamespacePosture ns) =>
        ns is { Verdict: Verdict.Unprotected, RegularControl: RegularControl.Denied, RegularControlDeniedBy: { } by }
            ? $"{NamespaceExplanation.Who(by)} denies a privileged regular container here, a privileged ephemeral one gets in{(ns.Gap is { } gap ? $": {gap}" : "")}"
            : null;
}
