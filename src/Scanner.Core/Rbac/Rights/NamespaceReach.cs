using System.Collections.Immutable;

namespace Scanner.Core.Rbac.Rights;

/// <summary>A set of namespaces: all there are and will be, or named ones.</summary>
/// <param name="ClusterWide">All of them.</param>
/// <param name="Namespaces">The named ones; empty when cluster-wide.</param>
public sealed record NamespaceReach(bool ClusterWide, ImmutableSortedSet<string> Namespaces)
{
    public static NamespaceReach None { get; } = new(false, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    public static NamespaceReach Everywhere { get; } = None with { ClusterWide = true };

    public bool IsEmpty => !ClusterWide && Namespaces.IsEmpty;

    /// <param name="ns">Null for everywhere.</param>
    public static NamespaceReach Of(string? ns) => ns is null ? Everywhere : None with { Namespaces = None.Namespaces.Add(ns) };

    /// <param name="namespaces">Null for everywhere.</param>
    public static NamespaceReach Of(IReadOnlyCollection<string?> namespaces) =>
        namespaces.Contains(null) ? Everywhere : None with { Namespaces = None.Namespaces.Union(namespaces!) };

    public bool Contains(string ns) => ClusterWide || Namespaces.Contains(ns);

    /// <summary>The named ones, in order.</summary>
    /// <param name="within">The only ones to look at; null for all.</param>
    public IEnumerable<string> Names(IEnumerable<string>? within) => within?.Where(Namespaces.Contains).Order(StringComparer.Ordinal) ?? (IEnumerable<string>)Namespaces;

    /// <summary>The same but for one namespace; everywhere stays everywhere.</summary>
    public NamespaceReach With(string ns, bool contained)
    {
        var names = contained && !ClusterWide ? Namespaces.Add(ns) : Namespaces.Remove(ns);
        return ReferenceEquals(names, Namespaces) ? this : this with { Namespaces = names };
    }

    public NamespaceReach Union(NamespaceReach other) =>
        ClusterWide || other.ClusterWide ? Everywhere
        : other.Namespaces.IsEmpty ? this
        : Namespaces.IsEmpty ? other
        : None with { Namespaces = Namespaces.Union(other.Namespaces) };

    // Where one of two sets is small and the other as large as the cluster, only the small one is gone through.
    public NamespaceReach Intersect(NamespaceReach other) =>
        ClusterWide ? other : other.ClusterWide ? this
        : other.Namespaces.Count <= Namespaces.Count ? None with { Namespaces = Namespaces.Intersect(other.Namespaces) }
        : None with { Namespaces = other.Namespaces.Intersect(Namespaces) };

    /// <summary>What is left without <paramref name="other"/>; everywhere without some namespaces stays everywhere.</summary>
    public NamespaceReach Except(NamespaceReach other) =>
        other.ClusterWide ? None : ClusterWide || other.Namespaces.IsEmpty ? this
        : other.Namespaces.Count <= Namespaces.Count ? None with { Namespaces = Namespaces.Except(other.Namespaces) }
        : None with { Namespaces = Namespaces.Except(Namespaces.Where(other.Namespaces.Contains)) };

    /// <summary>Nothing is left without <paramref name="other"/>.</summary>
    public bool IsWithin(NamespaceReach other) =>
        other.ClusterWide || (!ClusterWide && Namespaces.Count <= other.Namespaces.Count && Namespaces.All(other.Namespaces.Contains));

    // Both are in the same order.
    public bool Equals(NamespaceReach? other) =>
        other is not null && ClusterWide == other.ClusterWide
        && (ReferenceEquals(Namespaces, other.Namespaces) || (Namespaces.Count == other.Namespaces.Count && Namespaces.SequenceEqual(other.Namespaces)));

    public override int GetHashCode() => HashCode.Combine(ClusterWide, Namespaces.Count);

    /// <summary><c>every namespace</c>, <c>namespace a</c>, <c>namespaces a, b and 7 more</c>.</summary>
    public override string ToString() => this switch
    {
        { ClusterWide: true } => "every namespace",
        { Namespaces.Count: 0 } => "no namespace",
        { Namespaces: [var only] } => $"namespace {only}",
        { Namespaces.Count: <= 3 } => $"namespaces {string.Join(", ", Namespaces)}",
        _ => $"namespaces {string.Join(", ", Namespaces.Take(3))} and {Namespaces.Count - 3} more",
    };
}
