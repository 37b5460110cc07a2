using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>Finds the ClusterRoles that hand the right to the roles that every cluster has, by a label that is easily overlooked.</summary>
internal static class AggregatedSources
{
    private static readonly string[] s_targets = ["admin", "edit", "view"];

    /// <param name="grants">Whether a role gives the right.</param>
    public static ImmutableArray<AggregatedSource> Find(IReadOnlyCollection<RoleFacts> roles, Func<ObjectName, bool> grants)
    {
        var aggregates = roles.Where(r => r.IsClusterRole && !r.AggregationSelectors.IsEmpty).ToList();
        var targets = aggregates.Where(r => s_targets.Contains(r.Name.Name) && grants(r.Name)).ToList();
        if (targets.Count == 0)
            return [];
        // What an aggregated role gathers it has from somewhere: the sources proper are those that gather nothing themselves.
        var sources = roles
            .Where(r => r.IsClusterRole && r.AggregationSelectors.IsEmpty && r.Labels.Count > 0 && grants(r.Name))
            .Select(r => (Role: r, Into: Closure(r, aggregates)))
            .Select(s => (s.Role, Into: s.Into.Where(i => s_targets.Contains(i)).Order(StringComparer.Ordinal).ToImmutableArray()))
            .Where(s => !s.Into.IsEmpty)
            .Select(s => new AggregatedSource(s.Role.Name.Name, s.Into, LabelsOf(s.Role, aggregates)))
            .ToList();
        var explained = sources.SelectMany(s => s.Into).ToHashSet();
        sources.AddRange(targets.Where(t => !explained.Contains(t.Name.Name)).Select(t => new AggregatedSource(t.Name.Name, [t.Name.Name], [])));
        return [.. sources.OrderBy(s => s.Source, StringComparer.Ordinal)];
    }

    private static HashSet<string> Closure(RoleFacts source, List<RoleFacts> aggregates)
    {
        var into = new HashSet<string>();
        var open = new Queue<RoleFacts>([source]);
        while (open.TryDequeue(out var role))
        {
            foreach (var aggregate in aggregates.Where(a => RoleAggregation.IsSourceOf(role, a) && into.Add(a.Name.Name)))
                open.Enqueue(aggregate);
        }

        return into;
    }

    private static ImmutableArray<string> LabelsOf(RoleFacts source, List<RoleFacts> aggregates) =>
    [
        .. aggregates
            .Where(a => RoleAggregation.IsSourceOf(source, a) && (s_targets.Contains(a.Name.Name) || Closure(a, aggregates).Overlaps(s_targets)))
            .SelectMany(a => a.AggregationSelectors)
            .Where(s => s.Matches(source.Labels))
            .SelectMany(s => s.Requirements)
            .Select(r => r.Key)
            .Where(source.Labels.ContainsKey)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
