using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>
/// What a policy is asked before another one is made of its answers: all variants, and containers that tell apart why one is denied. Each
/// differs from the benign container in one setting.
/// </summary>
internal static class ContainerQuestions
{
    public const string PrivilegedAlone = "privileged alone";
    public const string RunAsNonRootFalse = "runAsNonRoot false";
    public const string UserZero = "runAsUser 0";
    public const string SelinuxType = "SELinux type";
    public const string SelinuxUser = "SELinux user";
    public const string SelinuxRole = "SELinux role";
    public const string PullIfNotPresent = "imagePullPolicy IfNotPresent";
    public const string SecretInEnv = "secret in env";
    public const string SecretInEnvFrom = "secret in envFrom";
    public const string Stdin = "stdin";
    public const string Tty = "tty";

    /// <summary>Those of Linux (https://man7.org/linux/man-pages/man7/capabilities.7.html) without their prefix.</summary>
    public static readonly ImmutableArray<string> Capabilities =
    [
        "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER",
        "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE",
        "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE",
        "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM",
    ];

    /// <summary>Of the security context of the benign container.</summary>
    private static readonly string[] s_fields =
        ["privileged", "allowPrivilegeEscalation", "runAsNonRoot", "runAsUser", "runAsGroup", "readOnlyRootFilesystem", "capabilities", "seccompProfile"];

    public static ImmutableArray<ContainerQuestion> All { get; } =
    [
        .. ContainerVariants.Forbidden.Prepend(ContainerVariants.Benign).Select(v => new ContainerQuestion(v.Name, v.Container)),
        Secured(PrivilegedAlone, ("privileged", "true"), ("allowPrivilegeEscalation", null)),
        Secured(RunAsNonRootFalse, ("runAsNonRoot", "false")),
        Secured(UserZero, ("runAsUser", "0")),
        Secured(SelinuxType, ("seLinuxOptions", """{"type":"evil_t"}""")),
        .. ContainerExpressions.BaselineSelinuxTypes.Where(t => t.Length > 0).Select(t => Secured(OfSelinuxType(t), ("seLinuxOptions", $$"""{"type":"{{t}}"}"""))),
        Secured(SelinuxUser, ("seLinuxOptions", """{"user":"evil_u"}""")),
        Secured(SelinuxRole, ("seLinuxOptions", """{"role":"evil_r"}""")),
        Secured("one dropped", ("capabilities", """{"drop":["NET_RAW"]}""")),
        Secured("localhost profile", ("seccompProfile", """{"type":"Localhost","localhostProfile":"p.json"}""")),
        With(PullIfNotPresent, ("imagePullPolicy", "\"IfNotPresent\"")),
        With(SecretInEnv, ("env", """[{"name":"S","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]""")),
        With(SecretInEnvFrom, ("envFrom", """[{"secretRef":{"name":"s"}}]""")),
        With("plain env", ("env", """[{"name":"A","value":"1"}]""")),
        With(Stdin, ("stdin", "true")),
        With(Tty, ("tty", "true")),
        .. Capabilities.Select(c => Secured(Adding(c), ("capabilities", $$"""{"drop":["ALL"],"add":["{{c}}"]}"""))),
        .. s_fields.Select(f => Secured(Lacking(f), (f, null))),
        .. s_fields.Select(f => Secured(LackingInBarePod(f), (f, null)) with { IsInBarePod = true }),
    ];

    public static string Adding(string capability) => $"adding {capability}";

    public static string OfSelinuxType(string type) => $"SELinux type {type}";

    public static string Lacking(string field) => $"no {field}";

    public static string LackingInBarePod(string field) => $"no {field}, nor in the pod";

    private static ContainerQuestion Secured(string name, params ReadOnlySpan<(string Field, string? Json)> changes)
    {
        var container = Benign();
        Change(container["securityContext"]!.AsObject(), changes);
        return new ContainerQuestion(name, JsonValues.ToElement(container));
    }

    private static ContainerQuestion With(string name, params ReadOnlySpan<(string Field, string? Json)> changes)
    {
        var container = Benign();
        Change(container, changes);
        return new ContainerQuestion(name, JsonValues.ToElement(container));
    }

    private static JsonObject Benign() => JsonNode.Parse(ContainerVariants.Benign.Container.GetRawText())!.AsObject();

    private static void Change(JsonObject item, ReadOnlySpan<(string Field, string? Json)> changes)
    {
        foreach (var (field, json) in changes)
        {
            item.Remove(field);
            if (json is not null)
                item[field] = JsonNode.Parse(json);
        }
    }
}
