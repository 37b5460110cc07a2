using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

internal sealed class NotProbedRule() : NamespaceRule("ES104", "NotProbed", Severity.Info, "nothing was learnt, good or bad")
{
    protected override string? MessageOf(NamespacePosture ns) => ns.Verdict == Verdict.Unknown
        ? $"the verdict is Unknown ({ns.UnknownBecause}): {NamespaceExplanation.Cause(ns)}"
        : null;

    protected override Remedy RemedyOf(NamespacePosture ns) => ns.UnknownBecause switch
    {
        UnknownReason.NoPods or UnknownReason.NoEligiblePod or UnknownReason.SubresourceAbsent or UnknownReason.NotYetProbed => new Remedy.Nothing(ns.UnknownBecause.Value),
        _ => base.RemedyOf(ns),
    };
}
