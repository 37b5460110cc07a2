using System.Collections.Immutable;
using Scanner.Core.Cluster.Selectors;

namespace Scanner.Core.Rbac.Facts;

/// <summary>What we keep of one Role, or of one ClusterRole (<see cref="ObjectName.Namespace"/> null).</summary>
public sealed record RoleFacts(ObjectName Name)
{
    /// <summary>Only rules that can matter to ephemeral containers; see <see cref="RbacRelevance"/>.</summary>
    public ImmutableArray<PolicyRuleFacts> Rules { get; init; } = [];

    /// <summary>Of a ClusterRole; empty for a Role, whose labels nothing reads.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary><c>aggregationRule.clusterRoleSelectors</c>: whose rules it gathers; empty for one that does not aggregate.</summary>
    public ImmutableArray<LabelSelectorFacts> AggregationSelectors { get; init; } = [];

    public bool IsClusterRole => Name.Namespace is null;

    public bool Equals(RoleFacts? other) =>
        other is not null && Name == other.Name && Rules.SequenceEqual(other.Rules) && Labels.SequenceEqual(other.Labels)
        && AggregationSelectors.SequenceEqual(other.AggregationSelectors);

    public override int GetHashCode() => HashCode.Combine(Name, Rules.Length, Labels.Count);
}
