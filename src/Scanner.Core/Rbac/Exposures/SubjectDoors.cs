using System.Collections.Immutable;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Exposures;

/// <summary>One subject, as each namespace sees it in which it can add ephemeral containers.</summary>
/// <param name="Everywhere">As every namespace sees it that <paramref name="Within"/> does not name; null where it has the right in those alone.</param>
/// <param name="Within">In order of the namespaces.</param>
internal sealed record SubjectDoors(RbacSubject Subject, ExposedSubject? Everywhere, ImmutableArray<ExposedSubject> Within)
{
    public static SubjectDoors Of(RbacSubject subject)
    {
        var everywhere = See(subject, null, subject.CreatesPods.ClusterWide);
        // Who has the right everywhere may create pods where no grant is.
        var named = subject.Grants.Select(static g => g.Namespace).OfType<string>().Distinct();
        var namespaces = everywhere is null ? named : named.Union(subject.CreatesPods.Namespaces).Order(StringComparer.Ordinal);
        return new SubjectDoors(subject, everywhere, [.. namespaces.Select(ns => See(subject, ns, everywhere)).OfType<ExposedSubject>()]);
    }

    /// <summary>The same subject with other rights. Each namespace for which nothing has changed sees the same object.</summary>
    public SubjectDoors Next(RbacSubject subject)
    {
        var next = IsLike(subject) ? Replaced(subject) : Of(subject);
        return next with
        {
            Everywhere = next.Everywhere?.Equals(Everywhere) == true ? Everywhere : next.Everywhere,
            Within = InOrder.Kept(Within, next.Within),
        };
    }

    public ExposedSubject? In(string ns)
    {
        var (from, to) = InOrder.Slice(Within, s => string.CompareOrdinal(s.Namespace, ns));
        return from < to ? Within[from] : Everywhere;
    }

    /// <summary>Whatever differs, differs in single namespaces.</summary>
    private bool IsLike(RbacSubject subject) =>
        subject.Risk == Subject.Risk && subject.CreatesPods.ClusterWide == Subject.CreatesPods.ClusterWide
        && (subject.ClusterWideGrants, Subject.ClusterWideGrants) == (0, 0);

    // One of ten thousand grants may have changed.
    private SubjectDoors Replaced(RbacSubject subject)
    {
        var (gone, come) = ReferenceEquals(subject.CreatesPods, Subject.CreatesPods) ? ([], [])
            : InOrder.Differences(Subject.CreatesPods.Namespaces, subject.CreatesPods.Namespaces);
        var changed = InOrder.Changed(Subject.Grants, subject.Grants).Select(static g => g.Namespace!).Concat(gone).Concat(come).Distinct().ToList();
        if (changed.Count > InOrder.MostSingly)
            return Of(subject);
        var within = changed.Aggregate(
            Within, (all, ns) => InOrder.Replace(all, s => string.CompareOrdinal(s.Namespace, ns), See(subject, ns, null) is { } seen ? [seen] : []));
        return new SubjectDoors(subject, null, within);
    }

    private static ExposedSubject? See(RbacSubject subject, string ns, ExposedSubject? everywhere) =>
        See(subject, ns, subject.CreatesPods.Contains(ns)) is { } seen && seen with { Namespace = null } != everywhere ? seen : null;

    /// <summary>Null where it has no right to any pod that there can be.</summary>
    /// <param name="ns">Null for any in which it has no other grants than those that hold everywhere.</param>
    private static ExposedSubject? See(RbacSubject subject, string? ns, bool createsPods)
    {
        var wide = subject.Grants.AsSpan(..subject.ClusterWideGrants);
        var (from, to) = ns is null ? (0, 0) : InOrder.Slice(subject.Grants, g => string.CompareOrdinal(g.Namespace, ns));
        var own = subject.Grants.AsSpan(from..to);
        var (ofAll, here) = (Widest(wide), Widest(own));
        var widest = ofAll is null || (ofAll.Pods is not null && here is { Pods: null }) ? here : ofAll;
        return widest is null ? null
            : new ExposedSubject(subject.Subject, ns, subject.Risk, ofAll is not null, widest, MayDoAnything(wide) || MayDoAnything(own), createsPods);
    }

    private static RbacGrant? Widest(ReadOnlySpan<RbacGrant> grants)
    {
        RbacGrant? widest = null;
        foreach (var grant in grants)
        {
            if (grant.Pods is null)
                return grant;
            widest ??= grant.IsVoid ? null : grant;
        }

        return widest;
    }

    private static bool MayDoAnything(ReadOnlySpan<RbacGrant> grants)
    {
        foreach (var grant in grants)
        {
            if (grant is { IsWildcard: true, Pods: null })
                return true;
        }

        return false;
    }
}
