using System.Collections.Immutable;

namespace Scanner.Core.Admission.Policies;

/// <summary>
/// Conditions in CEL about a container <c>c</c>, which hold for one without the setting in question. The policies that are given out ready
/// to apply are made of them.
/// </summary>
public static class ContainerExpressions
{
    public const string ConfinedByAppArmor = "c.?securityContext.?appArmorProfile.?type.orValue('') != 'Unconfined'";

    public const string DefaultProcMount = "c.?securityContext.?procMount.orValue('Default') == 'Default'";

    public const string NotHostProcess = "!c.?securityContext.?windowsOptions.?hostProcess.orValue(false)";

    public static string NotPrivileged { get; } = Flag("privileged", wanted: false, "false");

    /// <summary>What the Baseline standard lets a container add (https://kubernetes.io/docs/concepts/security/pod-security-standards/).</summary>
    public static ImmutableArray<string> BaselineCapabilities { get; } =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    /// <summary>The types of SELinux that Baseline allows; empty stands for none.</summary>
    public static ImmutableArray<string> BaselineSelinuxTypes { get; } = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    /// <param name="absent">What a container without the field is taken to have, in CEL.</param>
    public static string Flag(string field, bool wanted, string absent) => $"{(wanted ? "" : "!")}c.?securityContext.?{field}.orValue({absent})";

    public static string AddsOnly(IEnumerable<string> capabilities) => $"c.?securityContext.?capabilities.?add.orValue([]).all(n, n in {List(capabilities)})";

    /// <param name="absent">As of <see cref="Flag"/>.</param>
    public static string ConfinedBySeccomp(string absent) => $"c.?securityContext.?seccompProfile.?type.orValue({absent}) != 'Unconfined'";

    /// <param name="field"><c>user</c> or <c>role</c>.</param>
    public static string NoSelinux(string field) => $"c.?securityContext.?seLinuxOptions.?{field}.orValue('') == ''";

    public static string SelinuxTypeOf(IEnumerable<string> types) => $"c.?securityContext.?seLinuxOptions.?type.orValue('') in {List(types)}";

    /// <summary>The texts are ours: nothing in them needs an escape.</summary>
    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(t => $"'{t}'"))}]";
}
