using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>
/// What a pod violates in the words of the API server (k8s:staging/src/k8s.io/pod-security-admission/policy): baseline checks first, each
/// group by the id of the check. Of ports and hosts the facts hold no more than that some are there, so that the server's words are cut short.
/// </summary>
public static class PodSecurityDenial
{
    /// <returns>As the server puts it behind <c>violates PodSecurity "LEVEL:VERSION": </c>; empty for a pod that satisfies the level.</returns>
    public static string Of(
        PodSecurityLevel level, PodSecurityVersion version, PodSecurityFacts pod, PodDetails details, IReadOnlyList<ContainerFacts> containers)
    {
        if (PodSecurityStandard.Satisfies(level, version, pod, containers))
            return "";
        var checks = new PodSecurityChecks(version, pod, containers);
        var isRestricted = level == PodSecurityLevel.Restricted;
        // Restricted has stricter forms of some baseline checks, which take their place.
        string?[] baseline =
        [
            checks.AppArmor(),
            isRestricted && version.Minor >= 22 ? null : checks.Capabilities(),
            pod.HostNamespaces ? $"host namespaces ({details.HostNamespaces})" : null,
            pod.HostPathVolume && !isRestricted ? $"hostPath volumes ({details.HostPathVolumes})" : null,
            checks.HostPorts(),
            checks.HandlerHosts(),
            checks.Privileged(),
            isRestricted && version.Minor >= 35 ? null : checks.ProcMount(),
            checks.SeLinux(),
            isRestricted && version.Minor >= 19 ? null : checks.Seccomp(),
            checks.Sysctls(),
            checks.HostProcess(),
        ];
        string?[] restricted = isRestricted
            ?
            [
                checks.Escalation(),
                version.Minor >= 22 ? checks.RestrictedCapabilities() : null,
                version.Minor >= 35 ? checks.AnyProcMount() : null,
                pod.RestrictedVolume ? $"restricted volume types ({details.RestrictedVolumes})" : null,
                checks.RunAsNonRoot(),
                checks.RunAsUser(),
                version.Minor >= 19 ? checks.RestrictedSeccomp() : null,
            ]
            : [];
        return string.Join(", ", baseline.Concat(restricted).OfType<string>());
    }
}
