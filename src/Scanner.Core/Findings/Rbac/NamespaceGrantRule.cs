using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings.Rbac;

internal sealed class NamespaceGrantRule() : GrantRule("ES304", "NamespaceGrant", Severity.Low, "that is what the right is for")
{
    protected override bool Concerns(JudgedGrant item) =>
        item.Behind is null && !SubjectRisk.IsBroad(item.Grant) && !KnownSubjects.IsBroad(item.Subject) && !KnownSubjects.IsWorkload(item.Subject);
}
