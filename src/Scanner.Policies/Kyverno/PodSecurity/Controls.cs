using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.PodSecurity;

/// <summary>
/// The controls of the Pod Security Standards with the fields that violate each, in the order in which Kyverno lists them. Kyverno does not
/// relax any for pods with user namespaces. Source: Kyverno's fork of pod-security-admission. What passes and what does not is held to
/// Core's analysis by a test.
/// </summary>
internal static class Controls
{
    private sealed record Control(string Id, bool IsRestricted, Func<PodView, int, string> Reason, Func<PodView, int, IEnumerable<FieldError>> Errors);

    private static readonly ImmutableHashSet<string> s_capabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID",
        "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly Control[] s_all =
    [
        New("allowPrivilegeEscalation", true, "allowPrivilegeEscalation != false", Unless(IsWindowsFrom25, Escalation)),
        New("appArmorProfile", false, "forbidden AppArmor profile", AppArmor),
        New("capabilities_baseline", false, "non-default capabilities", (pod, _) => Added(pod, s_capabilities)),
        New("capabilities_restricted", true, "unrestricted capabilities", Unless(IsWindowsFrom25, (pod, _) => Dropped(pod).Concat(Added(pod, ["NET_BIND_SERVICE"])))),
        New("hostNamespaces", false, "host namespaces", (pod, _) => HostNamespaces(pod)),
        New("hostPathVolumes", false, "hostPath volumes", (pod, _) => HostPaths(pod)),
        New("hostPorts", false, "hostPort", (pod, _) => HostPorts(pod)),
        New("hostProbesAndHostLifecycle", false, "probe or lifecycle host", (pod, minor) => minor < 34 ? [] : HandlerHosts(pod)),
        New("privileged", false, "privileged", (pod, _) => Set(pod, CelBool.True.Equals, "privileged")),
        New("procMount", false, "procMount", (pod, _) => Set(pod, v => v is CelString { Value: not "Default" }, "procMount")),
        New("restrictedVolumes", true, "restricted volume types", (pod, _) => Volumes(pod)),
        New("runAsNonRoot", true, "runAsNonRoot != true", (pod, _) => RunAsNonRoot(pod)),
        New("runAsUser", true, "runAsUser=0", (pod, _) => PodAndContainers(pod, v => Equality.IsNumber(v) && v.Equals(CelInt.Of(0)), "runAsUser")),
        New("seLinuxOptions", false, "seLinuxOptions", SeLinux),
        New("seccompProfile_baseline", false, "seccompProfile", SeccompBaseline),
        New("seccompProfile_restricted", true, "seccompProfile", Unless(IsWindowsFrom25, (pod, _) => SeccompRestricted(pod))),
        New("sysctls", false, "forbidden sysctls", Sysctls),
        New("windowsHostProcess", false, "hostProcess", (pod, _) => PodAndContainers(pod, CelBool.True.Equals, "windowsOptions", "hostProcess")),
    ];

    private static readonly string[] s_volumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

    /// <param name="minor">The version of the standard; <see cref="int.MaxValue"/> for the latest.</param>
    public static List<ControlResult> Evaluate(PodView pod, bool isRestricted, int minor)
    {
        var results = new List<ControlResult>();
        foreach (var control in s_all.Where(c => isRestricted || !c.IsRestricted))
        {
            ImmutableArray<FieldError> errors = [.. control.Errors(pod, minor)];
            if (!errors.IsEmpty)
                results.Add(new ControlResult(control.Id, control.Reason(pod, errors.Length), control.Id == "hostProbesAndHostLifecycle" ? null : errors));
        }

        return results;
    }

    private static Control New(string id, bool isRestricted, string reason, Func<PodView, int, IEnumerable<FieldError>> errors) =>
        new(id, isRestricted, (_, count) => id == "appArmorProfile" && count > 1 ? reason + "s" : reason, errors);

    private static Func<PodView, int, IEnumerable<FieldError>> Unless(Func<PodView, int, bool> isExempt, Func<PodView, int, IEnumerable<FieldError>> errors) =>
        (pod, minor) => isExempt(pod, minor) ? [] : errors(pod, minor);

    private static bool IsWindowsFrom25(PodView pod, int minor) => minor >= 25 && pod.IsWindows;

    private static string Field(string path, params ReadOnlySpan<string> field) => $"{path}.securityContext.{string.Join('.', field)}";

    private static IEnumerable<FieldError> Set(PodView pod, Func<CelValue, bool> isBad, params string[] field) =>
        from container in pod.Containers
        let value = Tree.Get(container.Context, field)
        where value is not null && isBad(value)
        select new FieldError(Field(container.Path, field), value);

    private static IEnumerable<FieldError> PodAndContainers(PodView pod, Func<CelValue, bool> isBad, params string[] field)
    {
        var own = Tree.Get(pod.SecurityContext, field);
        return (own is not null && isBad(own) ? [new FieldError(Field("spec", field), own)] : Enumerable.Empty<FieldError>()).Concat(Set(pod, isBad, field));
    }

    private static IEnumerable<FieldError> Escalation(PodView pod, int minor) =>
        from container in pod.Containers
        let value = Tree.Get(container.Context, "allowPrivilegeEscalation")
        where value is not { IsFalse: true }
        let path = Field(container.Path, "allowPrivilegeEscalation")
        select container.Context is null ? new FieldError(path, null, IsRequired: true) : new FieldError(path, value ?? new CelString("nil"));

    private static IEnumerable<FieldError> AppArmor(PodView pod, int minor)
    {
        const string prefix = "container.apparmor.security.beta.kubernetes.io/";
        var annotations = Tree.Pairs(pod.Metadata, "annotations")
            .Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal) && a.Value is not ("" or "runtime/default") && !a.Value.StartsWith("localhost/", StringComparison.Ordinal))
            .Select(a => new FieldError($"metadata.annotations[{a.Key}]", new CelString(a.Value)));
        return PodAndContainers(pod, IsBadProfile, "appArmorProfile", "type").Concat(annotations);
    }

    private static bool IsBadProfile(CelValue type) => type is not CelString { Value: "RuntimeDefault" or "Localhost" };

    private static IEnumerable<FieldError> Added(PodView pod, ImmutableHashSet<string> allowed) =>
        from container in pod.Containers
        let bad = Tree.Texts(container.Context, "capabilities", "add").Where(c => !allowed.Contains(c)).Distinct().Order(StringComparer.Ordinal).ToArray()
        where bad.Length > 0
        select new FieldError(Field(container.Path, "capabilities", "add"), CelList.OfStrings(bad));

    private static IEnumerable<FieldError> Dropped(PodView pod) =>
        from container in pod.Containers
        let dropped = Tree.Texts(container.Context, "capabilities", "drop")
        where !dropped.Contains("ALL")
        select new FieldError(
            Field(container.Path, "capabilities", "drop"),
            dropped.IsEmpty ? null : CelList.OfStrings(dropped.Distinct().Order(StringComparer.Ordinal)),
            IsRequired: dropped.IsEmpty);

    private static IEnumerable<FieldError> HostNamespaces(PodView pod) =>
        from field in (string[])["hostNetwork", "hostPID", "hostIPC"]
        where Tree.Flag(pod.Spec, field) == true
        select new FieldError($"spec.{field}", CelBool.True);

    private static IEnumerable<FieldError> HostPaths(PodView pod) => Tree.Items(pod.Spec, "volumes")
        .Select((volume, i) => (Path: Tree.Get(volume, "hostPath"), Index: i))
        .Where(v => v.Path is not null)
        .Select(v => new FieldError($"spec.volumes[{v.Index}].hostPath", new CelString(Tree.Text(v.Path, "path"))));

    private static IEnumerable<FieldError> HostPorts(PodView pod) =>
        from container in pod.Containers
        from port in Tree.Items(container.Container, "ports").Select((p, i) => (Value: Tree.Get(p, "hostPort"), Index: i))
        where port.Value is not null && Equality.IsNumber(port.Value) && !port.Value.Equals(CelInt.Of(0))
        select new FieldError($"{container.Path}.ports[{port.Index}].hostPort", port.Value);

    private static IEnumerable<FieldError> HandlerHosts(PodView pod) =>
        from container in pod.Containers
        from handler in (string[][])[["livenessProbe"], ["readinessProbe"], ["startupProbe"], ["lifecycle", "postStart"], ["lifecycle", "preStop"]]
        from action in (string[])["httpGet", "tcpSocket"]
        let host = Tree.Text(Tree.Get(container.Container, handler), action, "host")
        where host.Length > 0
        select new FieldError($"{container.Path}.{string.Join('.', handler)}.{action}.host", new CelString(host));

    private static IEnumerable<FieldError> Volumes(PodView pod) =>
        from volume in Tree.Items(pod.Spec, "volumes").Select((v, i) => (Value: v, Index: i))
        where !Array.Exists(s_volumes, kind => Tree.Get(volume.Value, kind) is not null)
        let kind = Tree.Entries(volume.Value).Select(e => e.Key).FirstOrDefault(k => k != "name")
        select new FieldError($"spec.volumes[{volume.Index}]" + (kind is null ? "" : "." + kind), new CelString(""));

    private static IEnumerable<FieldError> RunAsNonRoot(PodView pod)
    {
        var own = Tree.Flag(pod.SecurityContext, "runAsNonRoot");
        var missing = from container in pod.Containers
                      where own != true && Tree.Flag(container.Context, "runAsNonRoot") is null
                      select new FieldError(Field(container.Path, "runAsNonRoot"), null, IsRequired: true);
        return PodAndContainers(pod, CelBool.False.Equals, "runAsNonRoot").Concat(missing);
    }

    private static IEnumerable<FieldError> SeLinux(PodView pod, int minor)
    {
        bool IsBadType(CelValue type) =>
            type is not CelString { Value: "" or "container_t" or "container_init_t" or "container_kvm_t" }
            && !(minor >= 31 && type is CelString { Value: "container_engine_t" });
        static bool IsSet(CelValue value) => value is CelString { Value.Length: > 0 };
        return PodAndContainers(pod, IsBadType, "seLinuxOptions", "type")
            .Concat(PodAndContainers(pod, IsSet, "seLinuxOptions", "user"))
            .Concat(PodAndContainers(pod, IsSet, "seLinuxOptions", "role"));
    }

    private static IEnumerable<FieldError> SeccompBaseline(PodView pod, int minor)
    {
        if (minor >= 19)
            return PodAndContainers(pod, IsBadProfile, "seccompProfile", "type");
        string[] keys = ["seccomp.security.alpha.kubernetes.io/pod", .. pod.Containers.Select(c => "container.seccomp.security.alpha.kubernetes.io/" + c.Name)];
        return from annotation in Tree.Pairs(pod.Metadata, "annotations")
               where keys.Contains(annotation.Key)
                   && annotation.Value is not ("runtime/default" or "docker/default")
                   && !annotation.Value.StartsWith("localhost/", StringComparison.Ordinal)
               select new FieldError($"metadata.annotations[{annotation.Key}]", new CelString(annotation.Value));
    }

    /// <summary>Profiles that are not set are told of only where none is set badly.</summary>
    private static IEnumerable<FieldError> SeccompRestricted(PodView pod)
    {
        FieldError[] bad = [.. PodAndContainers(pod, IsBadProfile, "seccompProfile", "type")];
        if (bad.Length > 0 || Tree.Get(pod.SecurityContext, "seccompProfile") is not null)
            return bad;
        return from container in pod.Containers
               where Tree.Get(container.Context, "seccompProfile") is null
               select new FieldError(Field(container.Path, "seccompProfile", "type"), null, IsRequired: true);
    }

    private static IEnumerable<FieldError> Sysctls(PodView pod, int minor) =>
        from sysctl in Tree.Items(pod.SecurityContext, "sysctls").Select((s, i) => (Name: Tree.Text(s, "name"), Index: i))
        where !IsAllowedSysctl(sysctl.Name, minor)
        select new FieldError($"spec.securityContext.sysctls[{sysctl.Index}].name", new CelString(sysctl.Name));

    private static bool IsAllowedSysctl(string name, int minor) => name switch
    {
        "kernel.shm_rmid_forced" or "net.ipv4.ip_local_port_range" or "net.ipv4.tcp_syncookies" or "net.ipv4.ping_group_range"
            or "net.ipv4.ip_unprivileged_port_start" => true,
        "net.ipv4.ip_local_reserved_ports" => minor >= 27,
        "net.ipv4.tcp_keepalive_time" or "net.ipv4.tcp_fin_timeout" or "net.ipv4.tcp_keepalive_intvl" or "net.ipv4.tcp_keepalive_probes" => minor >= 29,
        "net.ipv4.tcp_rmem" or "net.ipv4.tcp_wmem" => minor >= 32,
        _ => false,
    };
}
