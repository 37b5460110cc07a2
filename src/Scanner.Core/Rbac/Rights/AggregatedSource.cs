using System.Collections.Immutable;

namespace Scanner.Core.Rbac.Rights;

/// <summary>A ClusterRole that hands the right to add ephemeral containers to others by its labels.</summary>
/// <param name="Source">The role that gives it.</param>
/// <param name="Into">Aggregated roles that gather it, in name order.</param>
/// <param name="Labels">The labels of the source that make them, in name order; empty where the rule stands in the aggregated role itself.</param>
public sealed record AggregatedSource(string Source, ImmutableArray<string> Into, ImmutableArray<string> Labels)
{
    public bool Equals(AggregatedSource? other) =>
        other is not null && Source == other.Source && Labels.SequenceEqual(other.Labels) && Into.SequenceEqual(other.Into);

    public override int GetHashCode() => HashCode.Combine(Source, Into.Length);
}
