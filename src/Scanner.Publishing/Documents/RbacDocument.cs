using System.Collections.Immutable;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Publishing.Documents;

/// <summary>Puts rights and exposures into the shape of the output, one entry at a time: in a large cluster there are many.</summary>
public static class RbacDocument
{
    public static ScanDocument.RbacPart Rbac(RbacPosture rbac) =>
        new(rbac.Subjects.Values.Select(Subject), rbac.Escalations.Values.SelectMany(e => e).Select(Escalation));

    public static IEnumerable<ScanDocument.ExposurePart> Exposures(ImmutableArray<NamespaceExposure> exposures) =>
        from exposure in exposures
        from subject in exposure.Subjects
        select new ScanDocument.ExposurePart(Reference(subject.Subject), exposure.Namespace, exposure.Verdict);

    /// <summary>As RBAC writes them.</summary>
    public static IEnumerable<string> Verbs(AddVerbs verbs)
    {
        if (verbs.HasFlag(AddVerbs.Patch))
            yield return "patch";
        if (verbs.HasFlag(AddVerbs.Update))
            yield return "update";
    }

    private static ScanDocument.RbacSubjectPart Subject(RbacSubject subject) => new(
        subject.Subject.Kind,
        subject.Subject.Name,
        subject.Subject.Namespace,
        subject.System,
        subject.Risk,
        subject.Grants.Select(g => new ScanDocument.GrantPart(g.Namespace, Verbs(g.Verbs), g.Pods, g.BindingText, g.RoleText)));

    private static ScanDocument.EscalationPart Escalation(Escalation escalation) => new(
        Reference(escalation.Subject),
        escalation.System,
        escalation.Namespace,
        escalation.How,
        escalation.BindingText,
        escalation.RoleText,
        new ScanDocument.ReachPart(escalation.Reach.ClusterWide, escalation.Reach.Namespaces),
        escalation.Through,
        escalation.ThroughCount);

    private static ScanDocument.SubjectPart Reference(Subject subject) => new(subject.Kind, subject.Name, subject.Namespace);
}
