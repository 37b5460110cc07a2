using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;

namespace Scanner.Core.Rbac.Exposures;

/// <summary>Joins verdicts with rights: who can get a privileged container into a pod of which namespace.</summary>
public static class ExposureFinder
{
    /// <param name="namespaces">In name order.</param>
    public static ImmutableArray<NamespaceExposure> Of(IEnumerable<NamespacePosture> namespaces, RbacPosture rbac)
    {
        var everywhere = new List<Subject>();
        var within = new Dictionary<string, List<Subject>>();
        foreach (var subject in rbac.Subjects.Values.Where(s => !s.System))
        {
            if (subject.IsClusterWide)
            {
                everywhere.Add(subject.Subject);
                continue;
            }

            foreach (var ns in subject.Grants.Where(g => !g.IsVoid).Select(g => g.Namespace!).Distinct())
            {
                if (!within.TryGetValue(ns, out var subjects))
                    within.Add(ns, subjects = []);
                subjects.Add(subject.Subject);
            }
        }

        // Most namespaces have nobody of their own: they share one list.
        var shared = everywhere.ToImmutableArray();
        return
        [
            .. from ns in namespaces
               where ns.Verdict is Verdict.Unprotected or Verdict.Unknown
               let subjects = within.TryGetValue(ns.Name, out var own) ? [.. everywhere.Concat(own).Order(Subject.Order)] : shared
               where !subjects.IsEmpty
               select new NamespaceExposure(ns.Name, ns.Verdict, subjects),
        ];
    }

    /// <summary>In words: <c>group developers can run a privileged container in any pod of payments (RoleBinding payments/debug)</c>.</summary>
    /// <param name="subject">One of those that <paramref name="exposure"/> names.</param>
    public static string Explain(NamespaceExposure exposure, RbacSubject subject)
    {
        var grant = subject.Grants
            .Where(g => !g.IsVoid && (g.Namespace is null || g.Namespace == exposure.Namespace))
            .OrderBy(g => g.Pods is not null)
            .First();
        var pods = grant.Pods is { } names ? $"pod {string.Join(", ", names.Where(n => n.Length > 0))}" : "any pod";
        var can = exposure.Verdict == Verdict.Unprotected ? "can run a privileged container in" : "can add an ephemeral container, perhaps a privileged one, to";
        return $"{subject.Subject} {can} {pods} of {exposure.Namespace} ({grant.BindingText})";
    }

    /// <summary>The subjects of an exposure, those first whose right is the widest.</summary>
    public static IEnumerable<RbacSubject> WorstFirst(NamespaceExposure exposure, RbacPosture rbac) => exposure.Subjects
        .Select(s => rbac.Subjects[s])
        .OrderByDescending(s => s.Risk)
        .ThenBy(s => s.Subject, Subject.Order);
}
