using System.Collections.Immutable;
using Scanner.Core.Admission.Probes;

namespace Scanner.Reviews;

/// <summary>What a user asks policies about, and where those are.</summary>
internal sealed record ReviewQuestion
{
    /// <summary>Files, directories or <c>-</c>; empty for the policies of the cluster.</summary>
    public ImmutableArray<string> From { get; init; } = [];

    /// <summary>A file or <c>NAMESPACE/POD</c>; null for a pod that is made up.</summary>
    public string? Pod { get; init; }

    public ProbeProfile Profile { get; init; } = ProbeProfile.Privileged;

    /// <summary>A file that holds the container; null for one that the profile makes.</summary>
    public string? Container { get; init; }

    /// <summary>The container is one of a new pod; else it is added to a pod that runs.</summary>
    public bool IsRegular { get; init; }

    /// <summary>A file that holds the request as a whole; null for one that pod and container make.</summary>
    public string? Request { get; init; }

    public string? Operation { get; init; }

    /// <summary>A file; null for none.</summary>
    public string? Old { get; init; }

    /// <summary>Where a pod that names no namespace is.</summary>
    public string Namespace { get; init; } = "default";
}
