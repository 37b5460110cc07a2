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

    /// <summary>
    /// Values of the annotations <c>container.apparmor.security.beta.kubernetes.io/NAME</c> by the name of the container. They are older
    /// than the fields, and still count where no field is set (https://kubernetes.io/docs/tutorials/security/apparmor/).
    /// </summary>
    public ImmutableDictionary<string, string> AppArmorAnnotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Names in <c>securityContext.sysctls</c>.</summary>
    public ImmutableArray<string> Sysctls { get; init; } = [];
}
