using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

internal sealed class BroadGrantRule() : GrantRule("ES301", "BroadGrant", Severity.High, "the right holds everywhere, or comes with everything else")
{
    protected override bool Concerns(JudgedSubject subject, RbacGrant grant) => SubjectRisk.IsBroad(grant) || KnownSubjects.IsBroad(subject.Subject.Subject);

    protected override string MessageOf(RbacSubject subject, RbacGrant grant) =>
        base.MessageOf(subject, grant) + (grant.IsWildcard ? ", which gives it by a wildcard among everything else" : "");

    // Nobody in particular needs no smaller right, and what a label added to a role is taken off the role again.
    protected override Remedy RemedyOf(JudgedSubject item, RbacGrant grant)
    {
        var subject = item.Subject.Subject;
        return KnownSubjects.IsBroad(subject) ? base.RemedyOf(item, grant)
            : item.Behind(grant) is { } source ? new Remedy.StopAggregation(source)
            : new Remedy.NarrowGrant(grant, subject);
    }

    protected override Rating RatingOf(RbacSubject subject) => KnownSubjects.IsBroad(subject.Subject)
        ? new Rating(Severity.Critical, "anybody, or any pod of the cluster, has it")
        : Identity.Usual;
}
