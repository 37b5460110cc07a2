using Scanner.Core.Analysis.Rbac;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Rbac;

namespace Scanner.Core.Rules;

internal sealed class NamespaceGrantRule() : GrantRule("ES304", "NamespaceGrant", Severity.Low)
{
    protected override bool Concerns(RbacSubject subject, RbacGrant grant) =>
        !SubjectRisk.IsBroad(grant) && !KnownSubjects.IsBroad(subject.Subject) && !KnownSubjects.IsWorkload(subject.Subject);
}
