using System.Collections.Immutable;

namespace Scanner.Core.Cluster;

/// <summary>What Pod Security reads of a pod besides its containers.</summary>
public sealed record PodSecurityFacts
{
    public static PodSecurityFacts Empty { get; } = new();

    /// <summary>The pod's own <c>spec.securityContext</c>, which stands in for some fields of a container's.</summary>
    public SecurityContextFacts SecurityContext { get; init; } = SecurityContextFacts.Empty;

    /// <summary><c>spec.os.name</c> is <c>windows</c>.</summary>
    public bool Windows { get; init; }

    /// <summary><c>spec.hostUsers</c> is explicitly false: the pod runs in its own user namespace.</summary>
    public bool HostUsersFalse { get; init; }

    /// <summary>Any of <c>hostNetwork</c>, <c>hostPID</c>, <c>hostIPC</c>.</summary>
    public bool HostNamespaces { get; init; }

    /// <summary>Some volume is a <c>hostPath</c>.</summary>
    public bool HostPathVolume { get; init; }

    /// <summary>Some volume is of a type that Restricted does not list.</summary>
    public bool RestrictedVolume { get; init; }

    /// <summary>Names in <c>securityContext.sysctls</c>.</summary>
    public ImmutableArray<string> Sysctls { get; init; } = [];
}
