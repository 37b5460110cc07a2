using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>
/// Does what the cluster's controller does to aggregated ClusterRoles
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles), for roles that no cluster has resolved.
/// </summary>
public static class RoleAggregation
{
    /// <summary>
    /// The same roles, each aggregated one with the rules of those that it selects added to its own: what a manifest writes there the
    /// controller would drop, but rules that a cluster has filled in may come from roles that are not among <paramref name="roles"/>.
    /// </summary>
    public static ImmutableArray<RoleFacts> Resolve(ImmutableArray<RoleFacts> roles)
    {
        var resolved = roles.ToArray();
        var clusterRoles = Enumerable.Range(0, resolved.Length).Where(i => resolved[i].IsClusterRole).ToArray();
        var aggregated = Array.FindAll(clusterRoles, i => !resolved[i].AggregationSelectors.IsEmpty);
        // One aggregated role may gather another: as often as something changes, each time by at least one rule of finitely many.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var i in aggregated)
            {
                var rules = resolved[i].Rules
                    .Concat(clusterRoles.Where(j => j != i && IsSourceOf(resolved[j], resolved[i])).SelectMany(j => resolved[j].Rules))
                    .Distinct()
                    .ToImmutableArray();
                changed |= rules.Length > resolved[i].Rules.Length;
                resolved[i] = resolved[i] with { Rules = rules };
            }
        }

        return [.. resolved];
    }

    /// <summary>Whether <paramref name="aggregate"/> gathers the rules of <paramref name="source"/>.</summary>
    public static bool IsSourceOf(RoleFacts source, RoleFacts aggregate) =>
        source.IsClusterRole && source.Name != aggregate.Name && aggregate.AggregationSelectors.Any(s => s.Matches(source.Labels));
}
