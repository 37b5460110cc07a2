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

    /// <summary>How many of the grants, the first ones, hold everywhere.</summary>
    public int ClusterWideGrants => Grants.TakeWhile(static g => g.Namespace is null).Count();

    public bool IsClusterWide => Grants.Take(ClusterWideGrants).Any(static g => !g.IsVoid);

    public bool Equals(RbacSubject? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Subject == other.Subject && System == other.System && Risk == other.Risk && Grants.SequenceEqual(other.Grants)
            && CreatesPods.Equals(other.CreatesPods));

    public override int GetHashCode() => HashCode.Combine(Subject, Grants.Length);
}
