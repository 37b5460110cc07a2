using Scanner.Core.Admission.Policies;

namespace Scanner.Core.Findings.Policies;

internal sealed class PolicyNotReadRule() : CoverageRule(
    "ES402", "PolicyNotRead", CoverageKind.NotRead, "it judges the other containers of a pod, so that its reports say pass")
{
    protected override string What => "does not read spec.ephemeralContainers";
}
