namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>The Baseline checks on the pod's own fields: namespaces, volumes, sysctls.</summary>
internal static class BaselinePodChecks
{
    private static readonly string[] SafeSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
    ];

    private static readonly string[] SafeSince127 = [.. SafeSysctls, "net.ipv4.ip_local_reserved_ports"];

    private static readonly string[] SafeSince129 =
    [
        .. SafeSince127, "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    ];

    private static readonly string[] SafeSince132 = [.. SafeSince129, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"];

    public static PodSecurityViolation? HostNamespaces(PodUnderTest pod)
    {
        var shared = new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(f => pod.Spec.Flag(f) == true).Select(f => f + "=true").ToList();
        return shared.Count == 0 ? null : new("host namespaces", string.Join(", ", shared));
    }

    public static PodSecurityViolation? HostPathVolumes(PodUnderTest pod)
    {
        var volumes = pod.Spec.Objects("volumes").Where(v => v.Object("hostPath") is not null).Select(PodUnderTest.NameOf).ToList();
        return volumes.Count == 0 ? null : new("hostPath volumes", GoText.Counted("volume", "volumes", volumes));
    }

    public static PodSecurityViolation? Sysctls(PodUnderTest pod) => Sysctls(pod, SafeSysctls);

    public static PodSecurityViolation? SysctlsSince127(PodUnderTest pod) => Sysctls(pod, SafeSince127);

    public static PodSecurityViolation? SysctlsSince129(PodUnderTest pod) => Sysctls(pod, SafeSince129);

    public static PodSecurityViolation? SysctlsSince132(PodUnderTest pod) => Sysctls(pod, SafeSince132);

    private static PodSecurityViolation? Sysctls(PodUnderTest pod, string[] safe)
    {
        var forbidden = pod.SecurityContext.Objects("sysctls").Select(PodUnderTest.NameOf).Where(name => !safe.Contains(name, StringComparer.Ordinal)).ToList();
        return forbidden.Count == 0 ? null : new("forbidden sysctls", string.Join(", ", forbidden));
    }
}
