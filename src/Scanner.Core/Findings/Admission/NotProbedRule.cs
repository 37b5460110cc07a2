using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Findings.Admission;

internal sealed class NotProbedRule() : NamespaceRule("ES104", "NotProbed", Severity.Info)
{
    protected override string? MessageOf(NamespacePosture ns) => ns.Verdict == Verdict.Unknown
        ? $"the verdict is Unknown ({ns.UnknownBecause}): {NamespaceExplanation.Cause(ns)}"
        : null;

    protected override string RemediationOf(NamespacePosture ns) => NamespaceExplanation.Fix(ns) is { Length: > 0 } fix
        ? fix
        : ns.UnknownBecause is UnknownReason.NoPods or UnknownReason.NoEligiblePod
            ? "nothing to do: it will be probed when it has a pod that takes ephemeral containers"
            : ns.UnknownBecause == UnknownReason.SubresourceAbsent
            ? "nothing to do: a server that does not serve pods/ephemeralcontainers takes no ephemeral container"
            : "scan again; if it stays, scanner probe " + ns.Name + " shows request and answer";
}
