using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>The checks that only the Restricted level has (k8s.io/pod-security-admission/policy).</summary>
internal static class RestrictedChecks
{
    private static readonly string[] AllowedVolumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

    public static PodSecurityViolation? AllowPrivilegeEscalation(PodUnderTest pod)
    {
        var bad = pod.ContainersWhere(sc => sc.Flag("allowPrivilegeEscalation") != false);
        return bad.Count == 0
            ? null
            : new("allowPrivilegeEscalation != false", $"{GoText.Counted("container", "containers", bad)} must set securityContext.allowPrivilegeEscalation=false");
    }

    public static PodSecurityViolation? Capabilities(PodUnderTest pod)
    {
        var forbidden = new SortedSet<string>(StringComparer.Ordinal);
        bool Adds(JsonObject? sc)
        {
            var added = sc.Object("capabilities").Texts("add").Where(c => c != "NET_BIND_SERVICE").ToList();
            forbidden.UnionWith(added);
            return added.Count > 0;
        }

        var missingDrop = pod.ContainersWhere(sc => !sc.Object("capabilities").Texts("drop").Contains("ALL", StringComparer.Ordinal));
        var adding = pod.ContainersWhere(Adds);
        List<string> details = [];
        if (missingDrop.Count > 0)
            details.Add($"{GoText.Counted("container", "containers", missingDrop)} must set securityContext.capabilities.drop=[\"ALL\"]");
        if (adding.Count > 0)
            details.Add($"{GoText.Counted("container", "containers", adding)} must not include {GoText.Joined(forbidden)} in securityContext.capabilities.add");
        return details.Count == 0 ? null : new("unrestricted capabilities", string.Join("; ", details));
    }

    public static PodSecurityViolation? Volumes(PodUnderTest pod)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal);
        List<string> bad = [];
        foreach (var volume in pod.Spec.Objects("volumes"))
        {
            var type = volume.Select(f => f.Key).FirstOrDefault(k => k != "name") ?? "unknown";
            if (AllowedVolumes.Contains(type, StringComparer.Ordinal))
                continue;
            bad.Add(PodUnderTest.NameOf(volume));
            types.Add(type);
        }

        return bad.Count == 0
            ? null
            : new(
                "restricted volume types",
                $"{GoText.Counted("volume", "volumes", bad)} {GoText.Plural("uses", "use", bad.Count)} {GoText.Counted("restricted volume type", "restricted volume types", types)}");
    }

    public static PodSecurityViolation? RunAsNonRoot(PodUnderTest pod)
    {
        var podSays = pod.SecurityContext.Flag("runAsNonRoot");
        var setters = PodUnderTest.Setters(podSays == false, pod.ContainersWhere(sc => sc.Flag("runAsNonRoot") == false));
        if (setters.Length > 0)
            return new("runAsNonRoot != true", $"{setters} must not set securityContext.runAsNonRoot=false");
        IReadOnlyList<string> silent = podSays == true ? [] : pod.ContainersWhere(sc => sc.Flag("runAsNonRoot") is null);
        return silent.Count == 0
            ? null
            : new("runAsNonRoot != true", $"pod or {GoText.Counted("container", "containers", silent)} must set securityContext.runAsNonRoot=true");
    }

    public static PodSecurityViolation? RunAsNonRootOutsideUserNamespace(PodUnderTest pod) => pod.HasUserNamespace ? null : RunAsNonRoot(pod);

    public static PodSecurityViolation? RunAsUser(PodUnderTest pod)
    {
        static bool Fails(JsonObject? sc) => sc.Number("runAsUser") == 0;
        var setters = PodUnderTest.Setters(Fails(pod.SecurityContext), pod.ContainersWhere(Fails));
        return setters.Length == 0 ? null : new("runAsUser=0", $"{setters} must not set runAsUser=0");
    }

    public static PodSecurityViolation? RunAsUserOutsideUserNamespace(PodUnderTest pod) => pod.HasUserNamespace ? null : RunAsUser(pod);

    public static PodSecurityViolation? Seccomp(PodUnderTest pod)
    {
        if (ProfileChecks.Seccomp(pod) is { } forbidden)
            return forbidden;
        var podSets = pod.SecurityContext.Object("seccompProfile") is not null;
        IReadOnlyList<string> silent = podSets ? [] : pod.ContainersWhere(sc => sc.Object("seccompProfile") is null);
        return silent.Count == 0
            ? null
            : new("seccompProfile", $"pod or {GoText.Counted("container", "containers", silent)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }

    /// <summary>From policy version 1.25 a pod that declares itself a Windows pod is spared what Windows does not have.</summary>
    public static Func<PodUnderTest, PodSecurityViolation?> NotOnWindows(Func<PodUnderTest, PodSecurityViolation?> check) =>
        pod => pod.IsWindows ? null : check(pod);
}
