using System.Collections.Immutable;

namespace Scanner.Core.Cluster;

/// <summary>What we keep of one pod: a few hundred bytes, so that 150,000 of them fit.</summary>
public sealed record PodFacts
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required WorkloadReference Workload { get; init; }

    public PodPhase Phase { get; init; }

    /// <summary><c>metadata.deletionTimestamp</c> is set.</summary>
    public bool Terminating { get; init; }

    /// <summary>Carries the annotation <c>kubernetes.io/config.mirror</c>: the image of a static pod, which the kubelet owns.</summary>
    public bool Mirror { get; init; }

    /// <summary>Runs on Windows, by <c>spec.os.name</c>, a node selector or required node affinity.</summary>
    public bool Windows { get; init; }

    /// <summary>Some container of any kind has <c>privileged: true</c>.</summary>
    public bool HoldsPrivilegedContainer { get; init; }

    /// <summary>The strictest level that all its containers and its host access satisfy.</summary>
    public PodSecurityLevel Level { get; init; }

    /// <summary>It violates the Baseline standard without its ephemeral containers too, so that Baseline would refuse the pod that takes its place.</summary>
    public bool TemplateViolatesBaseline { get; init; }

    /// <summary>The image of its first regular container, as the pod names it; null when the pod could not be read.</summary>
    public string? Image { get; init; }

    /// <summary>
    /// Stands for all that policies can tell this pod from others by: labels, annotations, service account, security contexts and image
    /// registries, without what differs from pod to pod by construction. The number means nothing outside this process.
    /// </summary>
    public ulong Combination { get; init; }

    /// <summary>Shared by the pods of a workload that have the same. Null where labels are not kept, because no policy looks at them.</summary>
    public PodLabels? Labels { get; init; }

    /// <summary>In the order of <c>spec.ephemeralContainers</c>; empty for nearly all pods.</summary>
    public ImmutableArray<EphemeralContainerFacts> EphemeralContainers { get; init; } = [];
}
