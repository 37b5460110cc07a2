using System.Collections.Immutable;

namespace Scanner.Core.Rbac.Rights;

/// <summary>Which objects of a resource a right holds for: all of them, or those that <c>resourceNames</c> lists.</summary>
/// <param name="Only">Sorted, without repetition; null for all.</param>
internal sealed record ObjectNames(ImmutableArray<string>? Only)
{
    public static ObjectNames All { get; } = new((ImmutableArray<string>?)null);

    public static ObjectNames Of(ImmutableArray<string> names) =>
        names.IsEmpty ? All : new(names.Distinct().Order(StringComparer.Ordinal).ToImmutableArray());

    /// <summary>A request that creates an object has no name yet, so a list of names does not allow it.</summary>
    public bool AllowsCreation => Contains("");

    public bool Contains(string name) => Only is not { } only || only.BinarySearch(name, StringComparer.Ordinal) >= 0;

    /// <summary>
    /// Whether a pod or a service account can have one of the names. RBAC takes each by the letter: <c>*</c> and <c>web-*</c> stand for nothing
    /// else, and no object of these kinds can be called so.
    /// </summary>
    public bool CanBeHad => Only is not { } only || only.Any(DnsName.IsSubdomain);

    /// <summary>Without the names that no pod can have; unchanged when nothing would be left, so that one sees what was written.</summary>
    public ObjectNames OfPods() => Only is { } only && CanBeHad ? Of(only.RemoveAll(n => n.Length > 0 && !DnsName.IsSubdomain(n))) : this;

    public ObjectNames Union(ObjectNames other) =>
        Only is { } mine && other.Only is { } theirs ? Of([.. mine, .. theirs]) : All;

    public bool Equals(ObjectNames? other) => other is not null && (Only, other.Only) switch
    {
        ({ } mine, { } theirs) => mine.SequenceEqual(theirs),
        (null, null) => true,
        _ => false,
    };

    public override int GetHashCode() => Only?.Length ?? -1;
}
