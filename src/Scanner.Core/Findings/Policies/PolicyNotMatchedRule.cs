using Scanner.Core.Admission.Policies;

namespace Scanner.Core.Findings.Policies;

internal sealed class PolicyNotMatchedRule() : CoverageRule(
    "ES401", "PolicyNotMatched", CoverageKind.NotMatched, "it is meant to guard pods, and never sees an ephemeral container come")
{
    protected override string What => "never sees the update of pods/ephemeralcontainers";
}
