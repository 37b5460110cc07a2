using Scanner.Core.Admission.Policies;

namespace Scanner.Core.Findings.Policies;

internal sealed class PolicySkipsUpdateRule() : CoverageRule(
    "ES403", "PolicySkipsUpdate", CoverageKind.SkipsUpdate, "an update is the only way in which ephemeral containers come")
{
    protected override string What => "passes over updates";
}
