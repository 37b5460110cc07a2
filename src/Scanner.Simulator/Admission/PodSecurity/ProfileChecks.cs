using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>The Baseline checks on AppArmor, SELinux and seccomp, where pod and containers may both set a profile.</summary>
internal static class ProfileChecks
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";
    private const string SeccompPodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

    private static readonly string[] ContainerTypes = ["", "container_t", "container_init_t", "container_kvm_t"];
    private static readonly string[] ContainerTypesSince131 = [.. ContainerTypes, "container_engine_t"];

    public static PodSecurityViolation? AppArmor(PodUnderTest pod)
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        bool Fails(JsonObject? sc)
        {
            if (sc.Object("appArmorProfile") is not { } profile || profile.Text("type") is "RuntimeDefault" or "Localhost")
                return false;
            values.Add(profile.Text("type") ?? "");
            return true;
        }

        var setters = PodUnderTest.Setters(Fails(pod.SecurityContext), pod.ContainersWhere(Fails));
        var annotations = pod.Annotations
            .Where(a => a.Key.StartsWith(AppArmorAnnotation, StringComparison.Ordinal))
            .Where(a => a.Value is not ("" or "runtime/default") && !a.Value.StartsWith("localhost/", StringComparison.Ordinal))
            .Select(a => $"{a.Key}={GoText.Quote(a.Value)}").Order(StringComparer.Ordinal).ToList();
        if (annotations.Count > 0)
            setters = string.Join(" and ", new[] { setters, GoText.Plural("annotation", "annotations", annotations.Count) }.Where(s => s.Length > 0));
        List<string> bad = [.. values, .. annotations];
        return setters.Length == 0
            ? null
            : new(GoText.Plural("forbidden AppArmor profile", "forbidden AppArmor profiles", bad.Count), $"{setters} must not set AppArmor profile type to {GoText.Joined(bad)}");
    }

    public static PodSecurityViolation? SeLinux(PodUnderTest pod) => SeLinux(pod, ContainerTypes);

    public static PodSecurityViolation? SeLinuxSince131(PodUnderTest pod) => SeLinux(pod, ContainerTypesSince131);

    public static PodSecurityViolation? Seccomp(PodUnderTest pod)
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        bool Fails(JsonObject? sc) => IsForbiddenSeccomp(sc, values);
        var setters = PodUnderTest.Setters(Fails(pod.SecurityContext), pod.ContainersWhere(Fails));
        return setters.Length == 0 ? null : new("seccompProfile", $"{setters} must not set securityContext.seccompProfile.type to {GoText.Joined(values)}");
    }

    /// <summary>Before policy version 1.19 seccomp was an annotation.</summary>
    public static PodSecurityViolation? SeccompAnnotations(PodUnderTest pod)
    {
        var names = pod.Containers.Select(c => SeccompContainerAnnotation + PodUnderTest.NameOf(c)).Prepend(SeccompPodAnnotation);
        var forbidden = names.Where(n => pod.Annotations.TryGetValue(n, out var value) && !IsAllowedAnnotation(value))
            .Select(n => $"{n}={GoText.Quote(pod.Annotations[n])}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return forbidden.Count == 0
            ? null
            : new("seccompProfile", $"forbidden {GoText.Plural("annotation", "annotations", forbidden.Count)} {string.Join(", ", forbidden)}");
    }

    /// <summary>True for a profile that is set and neither RuntimeDefault nor Localhost; its type joins <paramref name="values"/>.</summary>
    public static bool IsForbiddenSeccomp(JsonObject? securityContext, SortedSet<string> values)
    {
        if (securityContext.Object("seccompProfile") is not { } profile)
            return false;
        var type = profile.Text("type") ?? "";
        if (type is "RuntimeDefault" or "Localhost")
            return false;
        values.Add(type);
        return true;
    }

    private static bool IsAllowedAnnotation(string value) =>
        value is "runtime/default" or "docker/default" || value.StartsWith("localhost/", StringComparison.Ordinal);

    private static PodSecurityViolation? SeLinux(PodUnderTest pod, string[] allowed)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal);
        var (user, role) = (false, false);
        bool Fails(JsonObject? sc)
        {
            if (sc.Object("seLinuxOptions") is not { } options)
                return false;
            var badType = !allowed.Contains(options.Text("type") ?? "", StringComparer.Ordinal);
            var (badUser, badRole) = (!string.IsNullOrEmpty(options.Text("user")), !string.IsNullOrEmpty(options.Text("role")));
            if (badType)
                types.Add(options.Text("type")!);
            user |= badUser;
            role |= badRole;
            return badType || badUser || badRole;
        }

        var setters = PodUnderTest.Setters(Fails(pod.SecurityContext), pod.ContainersWhere(Fails));
        if (setters.Length == 0)
            return null;
        List<string> data = [];
        if (types.Count > 0)
            data.Add(GoText.Counted("type", "types", types));
        if (user)
            data.Add("user may not be set");
        if (role)
            data.Add("role may not be set");
        return new("seLinuxOptions", $"{setters} set forbidden securityContext.seLinuxOptions: {string.Join("; ", data)}");
    }
}
