using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

/// <summary>Stands until the namespace is protected again: somebody must look at it, however long that takes.</summary>
internal sealed class ProtectionLostRule() : NamespaceRule("ES106", "ProtectionLost", Severity.Critical, "a protection that was there is gone")
{
    protected override string? MessageOf(NamespacePosture ns) =>
        ns is { Verdict: Verdict.Unprotected, EarlierVerdict: Verdict.Protected or Verdict.Blocked }
            ? $"was {ns.EarlierVerdict} before and is Unprotected now: {NamespaceExplanation.Cause(ns)}"
            : null;
}
