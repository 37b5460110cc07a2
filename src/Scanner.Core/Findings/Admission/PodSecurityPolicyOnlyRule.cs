using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Findings.Admission;

internal sealed class PodSecurityPolicyOnlyRule() : NamespaceRule(
    "ES408", "PodSecurityPolicyOnly", Severity.High, "PodSecurityPolicy never judges pods/ephemeralcontainers, whatever it says")
{
    protected override string? MessageOf(NamespacePosture ns) =>
        ns is { Verdict: Verdict.Unprotected, RegularControlDeniedBy: { Layer: Layer.Validation, Name: DeniedBy.PodSecurityPolicy } }
            ? "a PodSecurityPolicy denies privileged containers of new pods, and is all that does; ephemeral containers pass by it"
            : null;
}
