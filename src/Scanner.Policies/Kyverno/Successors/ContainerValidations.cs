using Scanner.Core.Admission.Policies;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>
/// Makes validations of what a policy was found to deny. Whether they deny the same is for a trial to show: what no validation is made for,
/// such as a registry, remains undenied here.
/// </summary>
/// <param name="denied">Names of <see cref="ContainerQuestions"/>.</param>
internal sealed class ContainerValidations(IReadOnlySet<string> denied)
{
    private const string Context = "securityContext";

    /// <summary>The condition that every container meets, and what is said of one that does not.</summary>
    public IEnumerable<(string Holds, string Message)> All => Known.Where(v => denied.Contains(v.Name)).Select(v => (v.Holds, v.Message));

    /// <summary>By the question whose answer asks for it.</summary>
    private (string Name, string Holds, string Message)[] Known =>
    [
        (ContainerQuestions.PrivilegedAlone, Flag("privileged", wanted: false), "a container may not be privileged"),
        ("escalation", Flag("allowPrivilegeEscalation", wanted: false), "a container may not allow privilege escalation"),
        (ContainerQuestions.RunAsNonRootFalse, Flag("runAsNonRoot", wanted: true), "a container must have runAsNonRoot: true"),
        (ContainerQuestions.UserZero, $"c.?{Context}.?runAsUser.orValue({Absent("runAsUser", "runAsUser", "1", "0")}) != 0", "a container may not run as user 0"),
        ("writable", Flag("readOnlyRootFilesystem", wanted: true), "a container must have a read-only root file system"),
        ("nodrop", $"'ALL' in c.?{Context}.?capabilities.?drop.orValue([])", "a container must drop ALL capabilities"),
        (Capability, ContainerExpressions.AddsOnly(ContainerQuestions.Capabilities.Where(c => !denied.Contains(ContainerQuestions.Adding(c)))), "a container may not add such capabilities"),
        ("seccomp", ContainerExpressions.ConfinedBySeccomp(Absent("seccompProfile", "seccompProfile.?type", "''", "'Unconfined'")), "a container may not be unconfined by seccomp"),
        ("apparmor", ContainerExpressions.ConfinedByAppArmor, "a container may not be unconfined by AppArmor"),
        ("procmount", ContainerExpressions.DefaultProcMount, "a container may not unmask /proc"),
        ("windows", ContainerExpressions.NotHostProcess, "a container may not be a host process"),
        (ContainerQuestions.SelinuxType, ContainerExpressions.SelinuxTypeOf(SelinuxTypes), "a container may not choose such a type of SELinux"),
        (ContainerQuestions.SelinuxUser, ContainerExpressions.NoSelinux("user"), "a container may not choose a user of SELinux"),
        (ContainerQuestions.SelinuxRole, ContainerExpressions.NoSelinux("role"), "a container may not choose a role of SELinux"),
        ("latest", "!c.image.endsWith(':latest')", "the image of a container may not have the tag latest"),
        ("digest", "c.image.matches('(:[^/]+|@.+)$')", "the image of a container must have a tag or a digest"),
        ("pull", Pull, "a container may not have such an imagePullPolicy"),
        (ContainerQuestions.SecretInEnv, "!c.?env.orValue([]).exists(e, e.?valueFrom.?secretKeyRef.hasValue())", "a container may not have secrets in env"),
        (ContainerQuestions.SecretInEnvFrom, "!c.?envFrom.orValue([]).exists(e, e.?secretRef.hasValue())", "a container may not have secrets in envFrom"),
        (ContainerQuestions.Stdin, "!c.?stdin.orValue(false)", "a container may not have stdin"),
        (ContainerQuestions.Tty, "!c.?tty.orValue(false)", "a container may not have a terminal"),
    ];

    /// <summary>One capability that is denied speaks for the validation of all.</summary>
    private string Capability => ContainerQuestions.Capabilities.Select(ContainerQuestions.Adding).FirstOrDefault(denied.Contains) ?? "capabilities";

    private IEnumerable<string> SelinuxTypes => ContainerExpressions.BaselineSelinuxTypes.Where(t => !denied.Contains(ContainerQuestions.OfSelinuxType(t)));

    private string Pull => denied.Contains(ContainerQuestions.PullIfNotPresent) ? "c.?imagePullPolicy.orValue('') == 'Always'" : "c.?imagePullPolicy.orValue('') != 'Never'";

    private string Flag(string field, bool wanted) => ContainerExpressions.Flag(field, wanted, Absent(field, field, wanted ? "true" : "false", wanted ? "false" : "true"));

    /// <summary>What a container without the field has: what its pod has where that is asked, else what is well or what is not.</summary>
    private string Absent(string field, string path, string good, string bad) =>
        denied.Contains(ContainerQuestions.Lacking(field)) ? bad
        : denied.Contains(ContainerQuestions.LackingInBarePod(field)) ? $"object.spec.?{Context}.?{path}.orValue({bad})"
        : good;
}
