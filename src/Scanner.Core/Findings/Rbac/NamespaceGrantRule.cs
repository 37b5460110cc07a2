using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings.Rbac;

internal sealed class NamespaceGrantRule() : GrantRule("ES304", "NamespaceGrant", Severity.Low)
{
    protected override bool Concerns(RbacSubject subject, RbacGrant grant) =>
        !SubjectRisk.IsBroad(grant) && !KnownSubjects.IsBroad(subject.Subject) && !KnownSubjects.IsWorkload(subject.Subject);
}
