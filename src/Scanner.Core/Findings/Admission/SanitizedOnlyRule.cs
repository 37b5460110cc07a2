using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Findings.Admission;

internal sealed class SanitizedOnlyRule() : NamespaceRule("ES107", "SanitizedOnly", Severity.Low, "the privilege is taken away, but nothing refuses what the mutation misses")
{
    protected override string? MessageOf(NamespacePosture ns) => ns is { Verdict: Verdict.Sanitized, AlsoDeniedBy: null }
        ? "a mutation removes privileged from an ephemeral container; nothing denies it, so whatever the mutation misses gets in"
        : null;
}
