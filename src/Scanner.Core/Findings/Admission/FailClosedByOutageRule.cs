using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

internal sealed class FailClosedByOutageRule() : NamespaceRule("ES103", "FailClosedByOutage", Severity.Medium, "whether policy would deny it is open until the webhook answers")
{
    protected override string? MessageOf(NamespacePosture ns) => ns switch
    {
        { Verdict: not Verdict.FailClosed } or { DeniedBy: null } => null,
        { DeniedBy: { IsFailedPolicy: false } by } =>
            $"only webhook {by.Name}, which cannot be called, stands in the way: no policy has spoken, and when the webhook answers again or its failurePolicy becomes Ignore, anything may be admitted ({by.Message})",
        { DeniedBy: var by } =>
            $"only {NamespaceExplanation.Who(by)}, which fails to judge, stands in the way: it has not spoken, and when it is repaired or its failurePolicy becomes Ignore, anything may be admitted ({by.Message})",
    };
}
