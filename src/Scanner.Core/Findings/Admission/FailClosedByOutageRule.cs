using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Findings.Admission;

internal sealed class FailClosedByOutageRule() : NamespaceRule("ES103", "FailClosedByOutage", Severity.Medium, "whether policy would deny it is open until the webhook answers")
{
    protected override string? MessageOf(NamespacePosture ns) => ns.Verdict == Verdict.FailClosed
        ? $"only webhook {ns.DeniedBy!.Name}, which cannot be called, stands in the way: no policy has spoken, and when the webhook answers again or its failurePolicy becomes Ignore, anything may be admitted ({ns.DeniedBy.Message})"
        : null;
}
