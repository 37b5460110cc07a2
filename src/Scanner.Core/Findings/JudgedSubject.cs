using System.Collections.Immutable;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings;

/// <summary>A subject as rules see it.</summary>
/// <param name="Aggregated">By the name of a ClusterRole that has the right by aggregation alone: what gives it.</param>
internal sealed record JudgedSubject(RbacSubject Subject, ImmutableDictionary<string, AggregatedSource> Aggregated)
{
    /// <summary>What hands the right to the role of this grant; null where the role is somebody's own.</summary>
    public AggregatedSource? Behind(RbacGrant grant) => grant.Role is { Namespace: null } role ? Aggregated.GetValueOrDefault(role.Name) : null;
}
