using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings.Rbac;

internal sealed class NamespaceGrantRule() : GrantRule("ES304", "NamespaceGrant", Severity.Low, "that is what the right is for")
{
    protected override bool Concerns(JudgedSubject subject, RbacGrant grant) =>
        subject.Behind(grant) is null && !SubjectRisk.IsBroad(grant)
        && !KnownSubjects.IsBroad(subject.Subject.Subject) && !KnownSubjects.IsWorkload(subject.Subject.Subject);
}
