using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

internal sealed class BroadGrantRule() : GrantRule("ES301", "BroadGrant", Severity.High)
{
    protected override bool Concerns(RbacSubject subject, RbacGrant grant) => SubjectRisk.IsBroad(grant) || KnownSubjects.IsBroad(subject.Subject);

    protected override string MessageOf(RbacSubject subject, RbacGrant grant) =>
        base.MessageOf(subject, grant) + (grant.IsWildcard ? ", which gives it by a wildcard among everything else" : "");

    // Nobody in particular needs no smaller right either.
    protected override Remedy RemedyOf(RbacSubject subject, RbacGrant grant) =>
        KnownSubjects.IsBroad(subject.Subject) ? base.RemedyOf(subject, grant) : new Remedy.NarrowGrant(grant, subject.Subject);

    protected override Severity SeverityOf(RbacSubject subject) => KnownSubjects.IsBroad(subject.Subject) ? Severity.Critical : Identity.Severity;
}
