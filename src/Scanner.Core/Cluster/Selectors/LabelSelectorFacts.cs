using System.Collections.Immutable;

namespace Scanner.Core.Cluster.Selectors;

/// <summary>
/// A <c>meta/v1 LabelSelector</c>, <c>matchLabels</c> written as requirements of one value
/// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/). One without requirements selects everything.
/// </summary>
public sealed record LabelSelectorFacts(ImmutableArray<LabelRequirementFacts> Requirements)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels) => Requirements.All(r => r.Matches(labels));

    public bool Equals(LabelSelectorFacts? other) => other is not null && Requirements.SequenceEqual(other.Requirements);

    public override int GetHashCode() => Requirements.Length;
}
