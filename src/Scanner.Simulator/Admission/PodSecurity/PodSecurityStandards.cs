using System.Collections.Immutable;
using static Scanner.Simulator.Admission.PodSecurity.PodSecurityLevel;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>The Pod Security Standards: which check applies at which level and policy version, and what a pod violates.</summary>
/// <remarks>Ids and versions are those of k8s.io/pod-security-admission/policy; messages list baseline checks first, each group by id.</remarks>
internal static class PodSecurityStandards
{
    /// <summary>The newest policy version that any check changes in; later ones evaluate as this one.</summary>
    public const int NewestMinorVersion = 35;

    private static readonly ImmutableArray<PodSecurityCheck> Checks =
    [
        new("appArmorProfile", Baseline, 0, ProfileChecks.AppArmor),
        new("capabilities_baseline", Baseline, 0, BaselineChecks.Capabilities),
        new("hostNamespaces", Baseline, 0, BaselinePodChecks.HostNamespaces),
        new("hostPathVolumes", Baseline, 0, BaselinePodChecks.HostPathVolumes),
        new("hostPorts", Baseline, 0, BaselineChecks.HostPorts),
        new("hostProbesAndHostLifecycle", Baseline, 34, BaselineChecks.HostProbesAndLifecycle),
        new("privileged", Baseline, 0, BaselineChecks.Privileged),
        new("procMount", Baseline, 0, BaselineChecks.ProcMount),
        new("procMount", Baseline, 35, BaselineChecks.ProcMountOutsideUserNamespace),
        new("seLinuxOptions", Baseline, 0, ProfileChecks.SeLinux),
        new("seLinuxOptions", Baseline, 31, ProfileChecks.SeLinuxSince131),
        new("seccompProfile_baseline", Baseline, 0, ProfileChecks.SeccompAnnotations),
        new("seccompProfile_baseline", Baseline, 19, ProfileChecks.Seccomp),
        new("sysctls", Baseline, 0, BaselinePodChecks.Sysctls),
        new("sysctls", Baseline, 27, BaselinePodChecks.SysctlsSince127),
        new("sysctls", Baseline, 29, BaselinePodChecks.SysctlsSince129),
        new("sysctls", Baseline, 32, BaselinePodChecks.SysctlsSince132),
        new("windowsHostProcess", Baseline, 0, BaselineChecks.WindowsHostProcess),
        new("allowPrivilegeEscalation", Restricted, 8, RestrictedChecks.AllowPrivilegeEscalation),
        new("allowPrivilegeEscalation", Restricted, 25, RestrictedChecks.NotOnWindows(RestrictedChecks.AllowPrivilegeEscalation)),
        new("capabilities_restricted", Restricted, 22, RestrictedChecks.Capabilities, "capabilities_baseline"),
        new("capabilities_restricted", Restricted, 25, RestrictedChecks.NotOnWindows(RestrictedChecks.Capabilities), "capabilities_baseline"),
        new("procMount_restricted", Restricted, 35, BaselineChecks.ProcMount, "procMount"),
        new("restrictedVolumes", Restricted, 0, RestrictedChecks.Volumes, "hostPathVolumes"),
        new("runAsNonRoot", Restricted, 0, RestrictedChecks.RunAsNonRoot),
        new("runAsNonRoot", Restricted, 35, RestrictedChecks.RunAsNonRootOutsideUserNamespace),
        new("runAsUser", Restricted, 23, RestrictedChecks.RunAsUser),
        new("runAsUser", Restricted, 35, RestrictedChecks.RunAsUserOutsideUserNamespace),
        new("seccompProfile_restricted", Restricted, 19, RestrictedChecks.Seccomp, "seccompProfile_baseline"),
        new("seccompProfile_restricted", Restricted, 25, RestrictedChecks.NotOnWindows(RestrictedChecks.Seccomp), "seccompProfile_baseline"),
    ];

    /// <summary>What <paramref name="pod"/> violates, in the order of messages; empty when it passes.</summary>
    public static IReadOnlyList<PodSecurityViolation> Violations(PodUnderTest pod, PodSecurityMode mode, KubernetesVersion server)
    {
        if (mode.Level == Privileged)
            return [];
        var newest = Math.Min((int)server, NewestMinorVersion);
        var version = Math.Min(mode.MinorVersion ?? newest, newest);
        var current = Checks.Where(c => c.Level <= mode.Level && c.Since <= version)
            .GroupBy(c => c.Id, StringComparer.Ordinal).Select(forms => forms.MaxBy(c => c.Since)!).ToList();
        var overridden = current.Select(c => c.Overrides).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. current.Where(c => !overridden.Contains(c.Id))
                .OrderBy(c => c.Level).ThenBy(c => c.Id, StringComparer.Ordinal)
                .Select(c => c.Evaluate(pod)).OfType<PodSecurityViolation>(),
        ];
    }
}
