using System.Collections.Immutable;

namespace Scanner.Core.Cluster;

/// <summary>
/// The fields of a container's <c>securityContext</c> (or of a pod's, where the name exists there too) that Pod Security judges.
/// Null means the field is not set.
/// </summary>
public sealed record SecurityContextFacts
{
    public static SecurityContextFacts Empty { get; } = new();

    public bool? Privileged { get; init; }

    public bool? AllowPrivilegeEscalation { get; init; }

    public ImmutableArray<string> AddedCapabilities { get; init; } = [];

    public ImmutableArray<string> DroppedCapabilities { get; init; } = [];

    public bool? RunAsNonRoot { get; init; }

    public long? RunAsUser { get; init; }

    public string? ProcMount { get; init; }

    /// <summary><c>seccompProfile.type</c>.</summary>
    public string? SeccompProfile { get; init; }

    /// <summary><c>appArmorProfile.type</c>.</summary>
    public string? AppArmorProfile { get; init; }

    /// <summary>Null when <c>seLinuxOptions</c> is not set.</summary>
    public SeLinuxFacts? SeLinux { get; init; }

    /// <summary><c>windowsOptions.hostProcess</c>.</summary>
    public bool? HostProcess { get; init; }
}
