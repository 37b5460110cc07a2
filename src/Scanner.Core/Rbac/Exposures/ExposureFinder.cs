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
    private static readonly IComparer<ExposedSubject> s_order = Comparer<ExposedSubject>.Create(static (a, b) => Subject.Order.Compare(a.Subject, b.Subject));

    private readonly Dictionary<Subject, SubjectDoors> _doors = [];

    // Those who have the right everywhere, as namespaces see them of which nothing else is known.
    private readonly ImmutableArray<ExposedSubject> _everywhere;

    // By namespace, where somebody is something else than everywhere.
    private readonly ImmutableDictionary<string, Seen> _within;

    /// <param name="before">Whose lists are used again where they are the same; null for none.</param>
    public ExposureFinder(RbacPosture rbac, ExposureFinder? before = null)
    {
        var changes = new DoorChanges();
        List<ExposedSubject> everywhere = [];
        foreach (var subject in rbac.Subjects.Values.Where(s => !s.System))
        {
            var known = before?._doors.GetValueOrDefault(subject.Subject);
            var doors = known is null ? SubjectDoors.Of(subject) : ReferenceEquals(known.Subject, subject) ? known : known.Next(subject);
            _doors.Add(subject.Subject, doors);
            if (!ReferenceEquals(doors, known))
                changes.Add(known, doors);
            if (doors.Everywhere is { } seen)
                everywhere.Add(seen);
        }

        foreach (var gone in before?._doors.Values.Where(d => !_doors.ContainsKey(d.Subject.Subject)) ?? [])
            changes.Add(gone, null);
        var same = before is not null && before._everywhere.SequenceEqual(everywhere);
        _everywhere = same ? before!._everywhere : [.. everywhere];
        var within = (before?._within ?? ImmutableDictionary<string, Seen>.Empty).ToBuilder();
        foreach (var change in changes.All)
            Apply(change, within);
        foreach (var (ns, seen) in same ? ImmutableDictionary<string, Seen>.Empty : within.ToImmutable())
            within[ns] = With(seen.Own);
        _within = within.ToImmutable();
        Changed = same ? [.. changes.All.Select(c => c.Namespace)] : null;
    }

    /// <summary>Namespaces for which the finder before this one says something else; null where that may be any.</summary>
    public HashSet<string>? Changed { get; }

    /// <summary>Null when the door is shut, or nobody stands before it.</summary>
    public NamespaceExposure? Of(NamespacePosture ns)
    {
        if (ns.Verdict is not (Verdict.Unprotected or Verdict.Unknown))
            return null;
        // Most namespaces have nobody of their own: they share one list.
        var subjects = _within.TryGetValue(ns.Name, out var within) ? within.All : _everywhere;
        return subjects.IsEmpty ? null : new NamespaceExposure(ns.Name, ns.Verdict, subjects);
    }

    /// <summary>Null for who has no right there, or is part of the control plane.</summary>
    public ExposedSubject? In(string ns, Subject subject) => _doors.GetValueOrDefault(subject)?.In(ns);

    /// <summary>In words: <c>group developers can run a privileged container in any pod of payments (RoleBinding payments/debug)</c>.</summary>
    /// <param name="subject">One of those that <paramref name="exposure"/> names.</param>
    public static string Explain(NamespaceExposure exposure, ExposedSubject subject)
    {
        var grant = subject.Grant;
        var pods = grant.Pods is { } names ? $"pod {string.Join(", ", names.Where(n => n.Length > 0))}" : "any pod";
        var can = exposure.Verdict == Verdict.Unprotected ? "can run a privileged container in" : "can add an ephemeral container, perhaps a privileged one, to";
        return $"{subject.Subject} {can} {pods} of {exposure.Namespace} ({grant.BindingText})";
    }

    /// <summary>
    /// The subjects of an exposure as they matter to this namespace: everybody first, then those who stand before this door and not before
    /// every one, whoever can get into all its pods before whoever can get into some.
    /// </summary>
    public static IEnumerable<ExposedSubject> WorstFirst(NamespaceExposure exposure) => exposure.Subjects
        .OrderByDescending(s => KnownSubjects.IsBroad(s.Subject))
        .ThenBy(s => s.IsClusterWide)
        .ThenBy(s => s.Grant.Pods is not null)
        .ThenByDescending(s => s.Risk)
        .ThenBy(s => s.Subject, Subject.Order);

    /// <summary>Those who could not run a privileged container there otherwise, in the same order.</summary>
    /// <param name="control">Whether policy lets in a pod with a privileged regular container.</param>
    public static IEnumerable<ExposedSubject> WithoutOtherMeans(NamespaceExposure exposure, RegularControl control) =>
        WorstFirst(exposure).Where(s => !HasOtherMeans(s, control));

    /// <summary>For sorting: doors that are open to everybody before all others, then by how many stand before this door alone.</summary>
    public static int Weight(NamespaceExposure exposure) =>
        (exposure.Subjects.Any(s => KnownSubjects.IsBroad(s.Subject)) ? 1 << 20 : 0) + exposure.Subjects.Count(s => !s.IsClusterWide);

    // Who may do anything there can also take away what stands in the way.
    private static bool HasOtherMeans(ExposedSubject subject, RegularControl control) =>
        subject.CreatesPods && (control == RegularControl.Admitted || subject.MayDoAnything);

    private void Apply(DoorChanges.Change change, ImmutableDictionary<string, Seen>.Builder within)
    {
        var before = within.TryGetValue(change.Namespace, out var seen) ? seen.Own : [];
        var own = before.RemoveAll(change.Gone.Contains).AddRange(change.Come).Sort(s_order);
        if (own.IsEmpty)
            within.Remove(change.Namespace);
        else
            within[change.Namespace] = With(own);
    }

    // Both are in order. Who is in both is taken as this namespace sees it.
    private Seen With(ImmutableArray<ExposedSubject> own)
    {
        var (all, next) = (ImmutableArray.CreateBuilder<ExposedSubject>(_everywhere.Length + own.Length), 0);
        foreach (var subject in own)
        {
            var place = _everywhere.BinarySearch(next, _everywhere.Length - next, subject, s_order);
            var until = place < 0 ? ~place : place;
            all.AddRange(_everywhere.AsSpan(next..until));
            all.Add(subject);
            next = place < 0 ? until : until + 1;
        }

        all.AddRange(_everywhere.AsSpan(next..));
        return new Seen(own, all.DrainToImmutable());
    }

    /// <summary>Those who have the right in a namespace.</summary>
    private sealed class Seen(ImmutableArray<ExposedSubject> own, ImmutableArray<ExposedSubject> all)
    {
        /// <summary>Those who are something else there than everywhere.</summary>
        public ImmutableArray<ExposedSubject> Own => own;

        public ImmutableArray<ExposedSubject> All => all;
    }
}
