namespace Scanner.Core.Cluster;

/// <summary>One entry of <c>spec.ephemeralContainers</c> with its status and its history.</summary>
public sealed record EphemeralContainerFacts
{
    public required string Name { get; init; }

    public string? Image { get; init; }

    /// <summary><c>targetContainerName</c>: whose process namespace it joins.</summary>
    public string? TargetContainer { get; init; }

    public ContainerState State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool Privileged { get; init; }

    /// <summary>
    /// The strictest level that what the container runs with satisfies: its own fields, and the pod's, good or bad, where it leaves one
    /// unset.
    /// </summary>
    public PodSecurityLevel PodSecurityLevel { get; init; }

    /// <summary>The field manager that owns its entry in <c>metadata.managedFields</c>; null when none does.</summary>
    public string? Manager { get; init; }

    /// <summary>The time of that entry: when the manager last changed the list, so the addition is not later.</summary>
    public DateTimeOffset? AddedAt { get; init; }

    /// <summary>The earliest time at which it is known to have been there; null when neither entry nor status has one.</summary>
    public DateTimeOffset? Since => AddedAt < StartedAt ? AddedAt : StartedAt ?? AddedAt;
}
