using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Probing;

/// <summary>A namespace of which the first question was asked.</summary>
/// <param name="Pods">Of the namespace.</param>
/// <param name="First">Null where nothing was asked, or all pods that could answer have gone.</param>
internal sealed record BegunNamespace(NamespaceFacts Namespace, IReadOnlyCollection<PodFacts> Pods, TargetPlan Plan, BegunTarget? First)
{
    /// <summary>What can be said so far; null for nothing.</summary>
    public NamespacePosture? Known { get; init; }

    /// <summary>There is nothing more to ask.</summary>
    public bool IsDone { get; init; }
}
