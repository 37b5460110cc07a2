using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Policies.Coverage;

/// <summary>A namespace that policies are asked about.</summary>
/// <param name="Pods">Pods that are there; one of each combination of labels is enough. Without any a pod is made up.</param>
public sealed record NamespaceTarget(string Name, IReadOnlyDictionary<string, string> Labels, ImmutableArray<LabelledPod> Pods)
{
    /// <summary>False where the Namespace object is not known, so that it may have other labels than these.</summary>
    public bool AreLabelsKnown { get; init; } = true;

    /// <summary>False where there may be pods of other labels, so that policies that look at them say nothing of this namespace.</summary>
    public bool ArePodsKnown { get; init; } = true;
}
