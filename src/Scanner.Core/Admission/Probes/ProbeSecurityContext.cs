using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Probes;

/// <summary>The security context that each profile asks for; null for none at all.</summary>
public static class ProbeSecurityContext
{
    private static readonly SecurityContextFacts s_restricted = new()
    {
        AllowPrivilegeEscalation = false,
        RunAsNonRoot = true,
        DroppedCapabilities = ["ALL"],
        SeccompProfile = "RuntimeDefault",
    };

    /// <summary>kubectl's profiles as of 1.36 (k8s:staging/src/k8s.io/kubectl/pkg/cmd/debug/profiles.go).</summary>
    public static SecurityContextFacts? Of(ProbeProfile profile) => profile switch
    {
        ProbeProfile.Privileged => new SecurityContextFacts { Privileged = true, AllowPrivilegeEscalation = true },
        // A user is named, since the probe's image may run as root, which Restricted policies of some engines refuse.
        ProbeProfile.Benign => s_restricted with { Privileged = false, RunAsUser = 65532 },
        ProbeProfile.General => new SecurityContextFacts { AddedCapabilities = ["SYS_PTRACE"] },
        ProbeProfile.Baseline => null,
        ProbeProfile.Restricted => s_restricted,
        ProbeProfile.Netadmin => new SecurityContextFacts { AddedCapabilities = ["NET_ADMIN", "NET_RAW"] },
        ProbeProfile.Sysadmin => new SecurityContextFacts { Privileged = true },
        ProbeProfile.Capabilities => new SecurityContextFacts { AddedCapabilities = ["SYS_ADMIN", "SYS_PTRACE", "NET_ADMIN"] },
        ProbeProfile.Root => new SecurityContextFacts { RunAsUser = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "not a profile"),
    };

    /// <summary>Asks for more than the Baseline standard allows, so that its admission is a finding.</summary>
    public static bool IsDangerous(ProbeProfile profile) => profile is
        ProbeProfile.Privileged or ProbeProfile.Sysadmin or ProbeProfile.Capabilities or ProbeProfile.Netadmin or ProbeProfile.General;

    /// <summary>
    /// Whether the container that came back still holds what makes the profile what it is. Anything else that mutation adds, such
    /// as a seccomp profile, leaves the answer as it is.
    /// </summary>
    public static bool Survives(ProbeProfile profile, SecurityContextFacts returned)
    {
        var asked = Of(profile) ?? SecurityContextFacts.Empty;
        return (asked.Privileged != true || returned.Privileged == true)
            && asked.AddedCapabilities.All(returned.AddedCapabilities.Contains)
            && (profile != ProbeProfile.Root || returned.RunAsUser == 0);
    }
}
