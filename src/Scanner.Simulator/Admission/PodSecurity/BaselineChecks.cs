using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>The Baseline checks that read containers (k8s.io/pod-security-admission/policy); those on the pod alone are in <see cref="BaselinePodChecks"/>.</summary>
internal static class BaselineChecks
{
    private static readonly HashSet<string> DefaultCapabilities = new(StringComparer.Ordinal)
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
        "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    };

    public static PodSecurityViolation? Privileged(PodUnderTest pod)
    {
        var bad = pod.ContainersWhere(sc => sc.Flag("privileged") == true);
        return bad.Count == 0 ? null : new("privileged", $"{GoText.Counted("container", "containers", bad)} must not set securityContext.privileged=true");
    }

    public static PodSecurityViolation? Capabilities(PodUnderTest pod)
    {
        var forbidden = new SortedSet<string>(StringComparer.Ordinal);
        List<string> bad = [];
        foreach (var container in pod.Containers)
        {
            var added = container.Object("securityContext").Object("capabilities").Texts("add").Where(c => !DefaultCapabilities.Contains(c)).ToList();
            if (added.Count == 0)
                continue;
            bad.Add(PodUnderTest.NameOf(container));
            forbidden.UnionWith(added);
        }

        return bad.Count == 0
            ? null
            : new("non-default capabilities", $"{GoText.Counted("container", "containers", bad)} must not include {GoText.Joined(forbidden)} in securityContext.capabilities.add");
    }

    public static PodSecurityViolation? HostPorts(PodUnderTest pod)
    {
        var ports = new SortedSet<string>(StringComparer.Ordinal);
        List<string> bad = [];
        foreach (var container in pod.Containers)
        {
            var used = container.Objects("ports").Select(p => p.Number("hostPort") ?? 0).Where(p => p != 0).Select(p => p.ToString()).ToList();
            if (used.Count == 0)
                continue;
            bad.Add(PodUnderTest.NameOf(container));
            ports.UnionWith(used);
        }

        return bad.Count == 0
            ? null
            : new(
                "hostPort",
                $"{GoText.Counted("container", "containers", bad)} {GoText.Plural("uses", "use", bad.Count)} "
                + $"{GoText.Plural("hostPort", "hostPorts", ports.Count)} {string.Join(", ", ports)}");
    }

    public static PodSecurityViolation? ProcMount(PodUnderTest pod)
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        bool Fails(JsonObject? sc)
        {
            if (sc.Text("procMount") is not { } mount || mount == "Default")
                return false;
            values.Add(mount);
            return true;
        }

        var bad = pod.ContainersWhere(Fails);
        return bad.Count == 0
            ? null
            : new("procMount", $"{GoText.Counted("container", "containers", bad)} must not set securityContext.procMount to {GoText.Joined(values)}");
    }

    public static PodSecurityViolation? ProcMountOutsideUserNamespace(PodUnderTest pod) => pod.HasUserNamespace ? null : ProcMount(pod);

    public static PodSecurityViolation? HostProbesAndLifecycle(PodUnderTest pod)
    {
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        var bad = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var container in pod.Containers)
        {
            var lifecycle = container.Object("lifecycle");
            JsonObject?[] handlers =
            [
                container.Object("livenessProbe"), container.Object("readinessProbe"), container.Object("startupProbe"),
                lifecycle.Object("postStart"), lifecycle.Object("preStop"),
            ];
            var used = handlers.SelectMany(h => new[] { h.Object("httpGet").Text("host"), h.Object("tcpSocket").Text("host") })
                .Where(h => !string.IsNullOrEmpty(h)).Select(h => h!).ToList();
            if (used.Count == 0)
                continue;
            bad.Add(PodUnderTest.NameOf(container));
            hosts.UnionWith(used);
        }

        return bad.Count == 0
            ? null
            : new(
                "probe or lifecycle host",
                $"{GoText.Counted("container", "containers", bad)} {GoText.Plural("uses", "use", bad.Count)} {GoText.Counted("probe or lifecycle host", "probe or lifecycle hosts", hosts)}");
    }

    public static PodSecurityViolation? WindowsHostProcess(PodUnderTest pod)
    {
        static bool Fails(JsonObject? sc) => sc.Object("windowsOptions").Flag("hostProcess") == true;
        var setters = PodUnderTest.Setters(Fails(pod.SecurityContext), pod.ContainersWhere(Fails));
        return setters.Length == 0 ? null : new("hostProcess", $"{setters} must not set securityContext.windowsOptions.hostProcess=true");
    }
}
