using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

internal sealed class BroadGrantRule() : GrantRule("ES301", "BroadGrant", Severity.High, "the right holds everywhere, or comes with everything else")
{
    protected override bool Concerns(JudgedGrant item) => SubjectRisk.IsBroad(item.Grant) || KnownSubjects.IsBroad(item.Subject);

    protected override string MessageOf(JudgedGrant item) =>
        base.MessageOf(item) + (item.Grant.IsWildcard ? ", which gives it by a wildcard among everything else" : "");

    // Nobody in particular needs no smaller right, and what a label added to a role is taken off the role again.
    protected override Remedy RemedyOf(JudgedGrant item) =>
        KnownSubjects.IsBroad(item.Subject) ? base.RemedyOf(item)
            : item.Behind is { } source ? new Remedy.StopAggregation(source)
            : new Remedy.NarrowGrant(item.Grant, item.Subject);

    protected override Rating RatingOf(Subject subject) => KnownSubjects.IsBroad(subject)
        ? new Rating(Severity.Critical, "anybody, or any pod of the cluster, has it")
        : Identity.Usual;
}
