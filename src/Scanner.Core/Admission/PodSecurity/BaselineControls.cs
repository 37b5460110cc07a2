using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>
/// The container controls of the Baseline standard, one function each, true when the container passes
/// (k8s:staging/src/k8s.io/pod-security-admission/policy, 1.36).
/// </summary>
internal static class BaselineControls
{
    private static readonly ImmutableHashSet<string> s_capabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID",
        "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly ImmutableHashSet<string> s_seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t"];

    private static readonly ImmutableHashSet<string> s_sysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start",
    ];

    /// <summary>Allowed from policy version 1.27 on, the last two from 1.29 and 1.32.</summary>
    private static readonly ImmutableDictionary<string, int> s_laterSysctls = ImmutableDictionary.CreateRange<string, int>(
    [
        new("net.ipv4.ip_local_reserved_ports", 27), new("net.ipv4.tcp_keepalive_time", 29), new("net.ipv4.tcp_fin_timeout", 29),
        new("net.ipv4.tcp_keepalive_intvl", 29), new("net.ipv4.tcp_keepalive_probes", 29), new("net.ipv4.tcp_rmem", 32),
        new("net.ipv4.tcp_wmem", 32),
    ]);

    public static bool Passes(ContainerFacts container, PodSecurityFacts pod, PodSecurityVersion version) =>
        container.SecurityContext.Privileged != true
        && container.SecurityContext.AddedCapabilities.All(IsDefaultCapability)
        && !container.HasHostPort
        && (version.Minor < 34 || !container.HasHandlerHost)
        && ProcMount(container, pod, version)
        && SeLinux(container.SecurityContext.SeLinux, version)
        && AppArmor(container.SecurityContext.AppArmorProfile)
        && Seccomp(container.SecurityContext.SeccompProfile, version)
        && container.SecurityContext.HostProcess != true;

    /// <summary>What the pod itself sets, which counts for all of its containers.</summary>
    public static bool Passes(PodSecurityFacts pod, PodSecurityVersion version) =>
        !pod.HostNamespaces
        && !pod.HostPathVolume
        && pod.Sysctls.All(s => IsSafeSysctl(s, version))
        // Hardly a pod has one, and to go through none would cost memory for every pod.
        && (pod.AppArmorAnnotations.IsEmpty || pod.AppArmorAnnotations.Values.All(v => AppArmor(AppArmorProfiles.OfAnnotation(v))))
        && SeLinux(pod.SecurityContext.SeLinux, version)
        && AppArmor(pod.SecurityContext.AppArmorProfile)
        && Seccomp(pod.SecurityContext.SeccompProfile, version)
        && pod.SecurityContext.HostProcess != true;

    internal static bool IsDefaultCapability(string capability) => s_capabilities.Contains(capability);

    internal static bool IsSafeSysctl(string name, PodSecurityVersion version) =>
        s_sysctls.Contains(name) || (s_laterSysctls.TryGetValue(name, out var since) && version.Minor >= since);

    internal static bool IsSeLinuxType(string type, PodSecurityVersion version) =>
        s_seLinuxTypes.Contains(type) || (version.Minor >= 31 && type == "container_engine_t");

    internal static bool ProcMount(ContainerFacts container, PodSecurityFacts pod, PodSecurityVersion version) =>
        container.SecurityContext.ProcMount is null or "Default" || (version.Minor >= 35 && pod.HostUsersFalse);

    internal static bool SeLinux(SeLinuxFacts? options, PodSecurityVersion version) =>
        options is null
        || (IsSeLinuxType(options.Type, version)
            && options.User.Length == 0
            && options.Role.Length == 0);

    internal static bool AppArmor(string? type) => type is null or "RuntimeDefault" or "Localhost";

    // Before 1.19 the standard looked at annotations, which no longer do anything.
    internal static bool Seccomp(string? type, PodSecurityVersion version) =>
        version.Minor < 19 || type is null or "RuntimeDefault" or "Localhost";
}
