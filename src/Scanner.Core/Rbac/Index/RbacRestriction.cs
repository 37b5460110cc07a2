using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Index;

/// <summary>Cuts what is known of everybody down to what somebody asks about.</summary>
public static class RbacRestriction
{
    /// <param name="namespaces">Only rights that hold in one of them, cluster-wide ones included; empty for all.</param>
    /// <param name="subject">Only this one and the groups that Kubernetes puts it in; null for all.</param>
    public static RbacPosture To(RbacPosture rbac, ImmutableArray<string> namespaces, Subject? subject)
    {
        if (namespaces.IsEmpty && subject is null)
            return rbac;
        var subjects = subject is { } one ? Identities(one) : [];
        return rbac with
        {
            Subjects = rbac.Subjects
                .Where(s => IsWanted(s.Key))
                .Select(s => s.Value with { Grants = [.. s.Value.Grants.Where(g => IsIn(g.Namespace))] })
                .Where(s => !s.Grants.IsEmpty)
                .ToImmutableSortedDictionary(s => s.Subject, s => s with { Risk = SubjectRisk.Of(s.Subject, s.Grants) }, Subject.Order),
            Escalations = rbac.Escalations
                .Where(e => IsWanted(e.Key))
                .Select(e => (e.Key, Found: e.Value.Where(f => f.Reach.ClusterWide || namespaces.IsEmpty || namespaces.Any(f.Reach.Contains)).ToImmutableArray()))
                .Where(e => !e.Found.IsEmpty)
                .ToImmutableSortedDictionary(e => e.Key, e => e.Found, Subject.Order),
            Dangling = [.. rbac.Dangling.Where(d => IsIn(d.Binding.Namespace) && (subject is null || (d.Absent is { } absent && IsWanted(absent))))],
            Aggregated = subject is null ? rbac.Aggregated : [],
        };

        bool IsWanted(Subject candidate) => subject is null || subjects.Contains(candidate);

        bool IsIn(string? ns) => ns is null || namespaces.IsEmpty || namespaces.Contains(ns);
    }

    /// <summary>The subject, and the groups that the API server itself adds to it.</summary>
    private static HashSet<Subject> Identities(Subject subject) => subject.Kind switch
    {
        SubjectKind.ServiceAccount => [subject, KnownSubjects.Authenticated, .. KnownSubjects.GroupsOfAccounts(subject.Namespace!)],
        SubjectKind.User when subject == KnownSubjects.Anonymous => [subject, KnownSubjects.Unauthenticated],
        SubjectKind.User => [subject, KnownSubjects.Authenticated],
        _ => [subject],
    };
}
