using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Index;

/// <summary>One subject that can add ephemeral containers somewhere.</summary>
/// <param name="System">Part of the control plane, which has the right by design.</param>
/// <param name="Risk">How bad that is by itself, wherever it leads.</param>
/// <param name="Grants">Cluster-wide ones first, then by namespace and binding.</param>
public sealed record RbacSubject(Subject Subject, bool System, Severity Risk, ImmutableArray<RbacGrant> Grants)
{
    /// <summary>Where it can create pods as well, by its own name.</summary>
    public NamespaceReach CreatesPods { get; init; } = NamespaceReach.None;

    public bool IsClusterWide => Grants.TakeWhile(g => g.Namespace is null).Any(g => !g.IsVoid);

    /// <summary>Those that hold in a namespace, in their order. Found without going through those of all others.</summary>
    public IEnumerable<RbacGrant> GrantsIn(string ns)
    {
        var (first, end) = (0, Grants.Length);
        for (; first < end && Grants[first].Namespace is null; first++)
            yield return Grants[first];
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (string.CompareOrdinal(Grants[middle].Namespace, ns) < 0)
                first = middle + 1;
            else
                end = middle;
        }

        for (; first < Grants.Length && Grants[first].Namespace == ns; first++)
            yield return Grants[first];
    }

    public bool Equals(RbacSubject? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Subject == other.Subject && System == other.System && Risk == other.Risk && Grants.SequenceEqual(other.Grants)
            && CreatesPods.Equals(other.CreatesPods));

    public override int GetHashCode() => HashCode.Combine(Subject, Grants.Length);
}
