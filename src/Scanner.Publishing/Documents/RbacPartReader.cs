using System.Collections.Immutable;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Publishing.Documents;

/// <summary>Reads rights and exposures of a document: what <see cref="RbacDocument"/> has written.</summary>
internal static class RbacPartReader
{
    public static RbacPosture Read(ScanDocument.RbacPart part)
    {
        var subjects = RbacPosture.Empty.Subjects.ToBuilder();
        foreach (var subject in DocumentList.Read(part.Subjects, Subject))
            subjects[subject.Subject] = subject;
        var escalations = RbacPosture.Empty.Escalations.ToBuilder();
        foreach (var own in DocumentList.Read(part.Escalations, Escalation).GroupBy(e => e.Subject))
            escalations[own.Key] = [.. own];
        return RbacPosture.Empty with { Subjects = subjects.ToImmutable(), Escalations = escalations.ToImmutable() };
    }

    /// <param name="rbac">Whose subjects the exposures are about.</param>
    public static ImmutableArray<NamespaceExposure> Exposures(IEnumerable<ScanDocument.ExposurePart> parts, RbacPosture rbac)
    {
        var finder = new ExposureFinder(rbac);
        return
        [
            .. DocumentList.Read(parts, p => (p.Namespace, p.Verdict, Subject: Find(Reference(p.Subject), p.Namespace, finder)))
                .GroupBy(e => e.Namespace, StringComparer.Ordinal)
                .Select(g => new NamespaceExposure(g.Key, g.First().Verdict, [.. g.Select(e => e.Subject)])),
        ];
    }

    private static ExposedSubject Find(Subject subject, string ns, ExposureFinder finder) =>
        finder.In(ns, subject) ?? throw new FormatException("somebody is exposed to who has no right");

    private static RbacSubject Subject(ScanDocument.RbacSubjectPart part) => new(
        new Subject(DocumentList.Known(part.Kind), part.Name, part.Namespace),
        part.System,
        DocumentList.Known(part.Risk),
        // In the order that they have, whoever wrote the document.
        [.. DocumentList.Read(part.Grants, Grant).OrderBy(g => g.Namespace is not null).ThenBy(g => g.Namespace, StringComparer.Ordinal)]);

    private static RbacGrant Grant(ScanDocument.GrantPart part) => new(
        part.Namespace,
        Verbs(part.Verbs),
        part.Pods is { } pods ? DocumentList.Texts(pods) : null,
        part.Binding == RbacGrant.BuiltIn ? null : Name(part.Binding, "Binding"),
        part.Role == RbacGrant.BuiltIn ? null : Name(part.Role, "Role"));

    private static Escalation Escalation(ScanDocument.EscalationPart part) => new(
        Reference(part.Subject),
        part.System,
        part.Namespace,
        part.How,
        Name(part.Binding, "Binding"),
        Name(part.Role, "Role"),
        SharedIndex: null,
        NamespaceReach.None with
        {
            ClusterWide = part.Reaches.ClusterWide,
            Namespaces = NamespaceReach.None.Namespaces.Union(DocumentList.Texts(part.Reaches.Namespaces)),
        },
        DocumentList.Texts(part.Through),
        part.ThroughCount);

    private static Subject Reference(ScanDocument.SubjectPart part) => new(DocumentList.Known(part.Kind), part.Name, part.Namespace);

    private static AddVerbs Verbs(IEnumerable<string> verbs)
    {
        var read = AddVerbs.None;
        foreach (var verb in DocumentList.Texts(verbs))
            read |= verb == "patch" ? AddVerbs.Patch : verb == "update" ? AddVerbs.Update : AddVerbs.None;
        return read;
    }

    /// <summary><c>RoleBinding NAMESPACE/NAME</c>, <c>ClusterRole NAME</c> and their like.</summary>
    private static ObjectName Name(string text, string kind) => text.Split(' ', 2) switch
    {
        [var of, var name] when of is "ClusterRoleBinding" or "ClusterRole" => new ObjectName(null, name),
        [var of, var name] when of is "RoleBinding" or "Role" && name.Split('/', 2) is [var ns, var own] => new ObjectName(ns, own),
        _ => throw new FormatException($"the name of a {kind.ToLowerInvariant()} is not of the form KIND NAME"),
    };
}
