using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>Each check of the Pod Security Standards as reason and detail; null where the pod passes.</summary>
internal sealed class PodSecurityChecks(PodSecurityVersion version, PodSecurityFacts pod, IReadOnlyList<ContainerFacts> containers)
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    private SecurityContextFacts OfPod => pod.SecurityContext;

    public string? AppArmor()
    {
        var annotations = pod.AppArmorAnnotations.Where(a => !BaselineControls.AppArmor(AppArmorProfiles.OfAnnotation(a.Value)))
            .Select(a => $"{AppArmorAnnotation}{a.Key}=\"{a.Value}\"").Order(StringComparer.Ordinal).ToList();
        var setters = Setters(c => !BaselineControls.AppArmor(c.AppArmorProfile));
        if (annotations.Count > 0)
            setters = [.. setters, annotations.Count == 1 ? "annotation" : "annotations"];
        List<string> values = [.. Values(c => BaselineControls.AppArmor(c.AppArmorProfile) ? null : c.AppArmorProfile), .. annotations];
        return setters.Count == 0
            ? null
            : $"forbidden AppArmor {(values.Count == 1 ? "profile" : "profiles")} ({And(setters)} must not set AppArmor profile type to {Quoted(values)})";
    }

    public string? Capabilities() => OfContainers(
        c => c.SecurityContext.AddedCapabilities.Any(a => !BaselineControls.IsDefaultCapability(a)),
        names => $"non-default capabilities ({names} must not include {Quoted(Added(a => !BaselineControls.IsDefaultCapability(a)))} in securityContext.capabilities.add)");

    public string? HostPorts() => OfContainers(c => c.HasHostPort, names => $"hostPort ({names})");

    public string? HandlerHosts() =>
        version.Minor < 34 ? null : OfContainers(c => c.HasHandlerHost, names => $"probe or lifecycle host ({names})");

    public string? Privileged() =>
        OfContainers(c => c.SecurityContext.Privileged == true, names => $"privileged ({names} must not set securityContext.privileged=true)");

    public string? ProcMount() => version.Minor >= 35 && pod.HostUsersFalse ? null : AnyProcMount();

    public string? AnyProcMount() => OfContainers(
        c => IsUnusual(c.SecurityContext.ProcMount),
        names => $"procMount ({names} must not set securityContext.procMount to {Quoted(Values(c => IsUnusual(c.ProcMount) ? c.ProcMount : null))})");

    public string? SeLinux()
    {
        var setters = Setters(c => !BaselineControls.SeLinux(c.SeLinux, version));
        if (setters.Count == 0)
            return null;
        var types = Values(c => c.SeLinux is { } o && !BaselineControls.IsSeLinuxType(o.Type, version) ? o.Type : null);
        var all = containers.Select(c => c.SecurityContext).Append(OfPod).ToList();
        string?[] details =
        [
            types.Count > 0 ? $"{(types.Count == 1 ? "type" : "types")} {Quoted(types)}" : null,
            all.Exists(c => c.SeLinux is { User.Length: > 0 }) ? "user may not be set" : null,
            all.Exists(c => c.SeLinux is { Role.Length: > 0 }) ? "role may not be set" : null,
        ];
        return $"seLinuxOptions ({And(setters)} set forbidden securityContext.seLinuxOptions: {string.Join("; ", details.OfType<string>())})";
    }

    public string? Seccomp()
    {
        var setters = Setters(c => !BaselineControls.Seccomp(c.SeccompProfile, version));
        return setters.Count == 0
            ? null
            : $"seccompProfile ({And(setters)} must not set securityContext.seccompProfile.type to {Quoted(Values(c => BaselineControls.Seccomp(c.SeccompProfile, version) ? null : c.SeccompProfile))})";
    }

    public string? Sysctls()
    {
        var forbidden = pod.Sysctls.Where(s => !BaselineControls.IsSafeSysctl(s, version)).ToList();
        return forbidden.Count == 0 ? null : $"forbidden sysctls ({string.Join(", ", forbidden)})";
    }

    public string? HostProcess()
    {
        var setters = Setters(c => c.HostProcess == true);
        return setters.Count == 0 ? null : $"hostProcess ({And(setters)} must not set securityContext.windowsOptions.hostProcess=true)";
    }

    public string? Escalation() => OfContainers(
        c => !RestrictedControls.AllowPrivilegeEscalation(c.SecurityContext, pod, version),
        names => $"allowPrivilegeEscalation != false ({names} must set securityContext.allowPrivilegeEscalation=false)");

    public string? RestrictedCapabilities()
    {
        if (RestrictedControls.SkippedOnWindows(pod, version))
            return null;
        string?[] details =
        [
            OfContainers(c => !c.SecurityContext.DroppedCapabilities.Contains("ALL"), names => $"{names} must set securityContext.capabilities.drop=[\"ALL\"]"),
            OfContainers(
                c => c.SecurityContext.AddedCapabilities.Any(IsMore),
                names => $"{names} must not include {Quoted(Added(IsMore))} in securityContext.capabilities.add"),
        ];
        var wrong = details.OfType<string>().ToList();
        return wrong.Count == 0 ? null : $"unrestricted capabilities ({string.Join("; ", wrong)})";
    }

    public string? RunAsNonRoot()
    {
        if (RestrictedControls.RelaxedByUserNamespace(pod, version))
            return null;
        var setters = Setters(c => c.RunAsNonRoot == false);
        if (setters.Count > 0)
            return $"runAsNonRoot != true ({And(setters)} must not set securityContext.runAsNonRoot=false)";
        return OfPod.RunAsNonRoot == true
            ? null
            : OfContainers(c => c.SecurityContext.RunAsNonRoot is null, names => $"runAsNonRoot != true (pod or {names} must set securityContext.runAsNonRoot=true)");
    }

    public string? RunAsUser()
    {
        var setters = Setters(c => !RestrictedControls.RunAsUser(c.RunAsUser, pod, version));
        return setters.Count == 0 ? null : $"runAsUser=0 ({And(setters)} must not set runAsUser=0)";
    }

    public string? RestrictedSeccomp()
    {
        if (RestrictedControls.SkippedOnWindows(pod, version))
            return null;
        if (Seccomp() is { } forbidden)
            return forbidden;
        return OfPod.SeccompProfile is not null
            ? null
            : OfContainers(
                c => c.SecurityContext.SeccompProfile is null,
                names => $"seccompProfile (pod or {names} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")");
    }

    private static bool IsMore(string capability) => capability != "NET_BIND_SERVICE";

    private static bool IsUnusual(string? procMount) => procMount is not (null or "Default");

    private string? OfContainers(Func<ContainerFacts, bool> isBad, Func<string, string> text)
    {
        var names = containers.Where(isBad).Select(c => c.Name).ToList();
        return names.Count == 0 ? null : text(Named(names));
    }

    private static string Named(List<string> names) => $"{(names.Count == 1 ? "container" : "containers")} {Quoted(names)}";

    /// <summary>Who sets something forbidden: the pod, some containers, or both.</summary>
    private List<string> Setters(Func<SecurityContextFacts, bool> isBad)
    {
        List<string> setters = isBad(OfPod) ? ["pod"] : [];
        if (OfContainers(c => isBad(c.SecurityContext), n => n) is { } named)
            setters.Add(named);
        return setters;
    }

    private List<string> Values(Func<SecurityContextFacts, string?> bad) =>
        Sorted(containers.Select(c => c.SecurityContext).Append(OfPod).Select(bad).OfType<string>());

    private List<string> Added(Func<string, bool> isBad) => Sorted(containers.SelectMany(c => c.SecurityContext.AddedCapabilities).Where(isBad));

    private static List<string> Sorted(IEnumerable<string> values) => [.. values.Distinct().Order(StringComparer.Ordinal)];

    private static string Quoted(IEnumerable<string> values) => $"\"{string.Join("\", \"", values)}\"";

    private static string And(IEnumerable<string> setters) => string.Join(" and ", setters);
}
