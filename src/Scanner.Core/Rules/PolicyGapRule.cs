using Scanner.Core.Analysis;
using Scanner.Core.Posture;

namespace Scanner.Core.Rules;

internal sealed class PolicyGapRule() : NamespaceRule("ES102", "PolicyGap", Severity.High)
{
    protected override string? MessageOf(NamespacePosture ns) =>
        ns is { Verdict: Verdict.Unprotected, RegularControl: RegularControl.Denied, RegularControlDeniedBy: { } by }
            ? $"{NamespaceExplanation.Who(by)} denies a privileged regular container here, a privileged ephemeral one gets in"
            : null;
}
