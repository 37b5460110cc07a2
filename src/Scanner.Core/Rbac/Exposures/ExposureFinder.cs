using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Exposures;

/// <summary>Joins verdicts with rights: who can get a privileged container into a pod of which namespace.</summary>
public sealed class ExposureFinder
{
    private static readonly IComparer<RbacSubject> s_order = Comparer<RbacSubject>.Create(static (a, b) => Subject.Order.Compare(a.Subject, b.Subject));

    // By namespace: those who have the right there only, and all who have it there.
    private readonly Dictionary<string, (List<RbacSubject> Own, ImmutableArray<RbacSubject> All)> _within = [];
    private readonly ImmutableArray<RbacSubject> _everywhere;

    /// <param name="before">Whose lists are used again where they are the same; null for none.</param>
    public ExposureFinder(RbacPosture rbac, ExposureFinder? before = null)
    {
        var everywhere = ImmutableArray.CreateBuilder<RbacSubject>();
        var within = new Dictionary<string, List<RbacSubject>>();
        foreach (var subject in rbac.Subjects.Values.Where(s => !s.System))
        {
            if (subject.IsClusterWide)
                everywhere.Add(subject);
            else
                AddWithin(within, subject);
        }

        _everywhere = before is not null && before._everywhere.SequenceEqual(everywhere) ? before._everywhere : everywhere.ToImmutable();
        foreach (var (ns, own) in within)
            _within.Add(ns, (own, before?.Same(_everywhere, ns, own) ?? With(own)));
    }

    /// <summary>Null when the door is shut, or nobody stands before it.</summary>
    public NamespaceExposure? Of(NamespacePosture ns)
    {
        if (ns.Verdict is not (Verdict.Unprotected or Verdict.Unknown))
            return null;
        // Most namespaces have nobody of their own: they share one list.
        var subjects = _within.TryGetValue(ns.Name, out var within) ? within.All : _everywhere;
        return subjects.IsEmpty ? null : new NamespaceExposure(ns.Name, ns.Verdict, subjects);
    }

    /// <summary>In words: <c>group developers can run a privileged container in any pod of payments (RoleBinding payments/debug)</c>.</summary>
    /// <param name="subject">One of those that <paramref name="exposure"/> names.</param>
    public static string Explain(NamespaceExposure exposure, RbacSubject subject)
    {
        var grant = subject.GrantsIn(exposure.Namespace).Where(g => !g.IsVoid).OrderBy(g => g.Pods is not null).First();
        var pods = grant.Pods is { } names ? $"pod {string.Join(", ", names.Where(n => n.Length > 0))}" : "any pod";
        var can = exposure.Verdict == Verdict.Unprotected ? "can run a privileged container in" : "can add an ephemeral container, perhaps a privileged one, to";
        return $"{subject.Subject} {can} {pods} of {exposure.Namespace} ({grant.BindingText})";
    }

    /// <summary>
    /// The subjects of an exposure as they matter to this namespace: everybody first, then those who stand before this door and not before
    /// every one, whoever can get into all its pods before whoever can get into some.
    /// </summary>
    public static IEnumerable<RbacSubject> WorstFirst(NamespaceExposure exposure) => exposure.Subjects
        .OrderByDescending(s => KnownSubjects.IsBroad(s.Subject))
        .ThenBy(s => s.IsClusterWide)
        .ThenBy(s => !s.GrantsIn(exposure.Namespace).Any(g => g.Pods is null))
        .ThenByDescending(s => s.Risk)
        .ThenBy(s => s.Subject, Subject.Order);

    /// <summary>Those who could not run a privileged container there otherwise, in the same order.</summary>
    /// <param name="control">Whether policy lets in a pod with a privileged regular container.</param>
    public static IEnumerable<RbacSubject> WithoutOtherMeans(NamespaceExposure exposure, RegularControl control) =>
        WorstFirst(exposure).Where(s => !HasOtherMeans(s, exposure.Namespace, control));

    /// <summary>For sorting: doors that are open to everybody before all others, then by how many stand before this door alone.</summary>
    public static int Weight(NamespaceExposure exposure) =>
        (exposure.Subjects.Any(s => KnownSubjects.IsBroad(s.Subject)) ? 1 << 20 : 0) + exposure.Subjects.Count(s => !s.IsClusterWide);

    // Who may do anything there can also take away what stands in the way.
    private static bool HasOtherMeans(RbacSubject subject, string ns, RegularControl control) => subject.CreatesPods.Contains(ns)
        && (control == RegularControl.Admitted || subject.GrantsIn(ns).Any(g => g is { IsWildcard: true, Pods: null }));

    private static void AddWithin(Dictionary<string, List<RbacSubject>> within, RbacSubject subject)
    {
        foreach (var ns in subject.Grants.Where(g => !g.IsVoid).Select(g => g.Namespace!).Distinct())
        {
            if (!within.TryGetValue(ns, out var subjects))
                within.Add(ns, subjects = []);
            subjects.Add(subject);
        }
    }

    /// <summary>The list of a namespace, if it is still that; else null.</summary>
    // What has not changed is the same object. One subject may be in the lists of all namespaces, and have a grant in each.
    private ImmutableArray<RbacSubject>? Same(ImmutableArray<RbacSubject> everywhere, string ns, List<RbacSubject> own) =>
        everywhere == _everywhere && _within.TryGetValue(ns, out var known) && known.Own.SequenceEqual(own, ReferenceEqualityComparer.Instance) ? known.All : null;

    // Both are in order, and nobody is in both.
    private ImmutableArray<RbacSubject> With(List<RbacSubject> own)
    {
        var (all, next) = (ImmutableArray.CreateBuilder<RbacSubject>(_everywhere.Length + own.Count), 0);
        foreach (var subject in own)
        {
            var place = ~_everywhere.BinarySearch(next, _everywhere.Length - next, subject, s_order);
            all.AddRange(_everywhere.AsSpan(next..place));
            all.Add(subject);
            next = place;
        }

        all.AddRange(_everywhere.AsSpan(next..));
        return all.MoveToImmutable();
    }
}
