using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>
/// Judges containers and pods by the Pod Security Standards as Kubernetes 1.36 does
/// (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
/// </summary>
public static class PodSecurityStandard
{
    /// <summary>
    /// The strictest level of the latest version that the container satisfies with what it runs with: its own fields, and those of its pod,
    /// good or bad, where it leaves one unset. What only a pod can set, such as host namespaces, volumes and sysctls, is left aside: it was
    /// there before the container, and is the same for all containers of the pod.
    /// </summary>
    public static PodSecurityLevel LevelOf(ContainerFacts container, PodSecurityFacts pod)
    {
        var running = container with { SecurityContext = EffectiveContext.Of(container, pod) };
        return !BaselineControls.Passes(running, pod, PodSecurityVersion.Latest) ? PodSecurityLevel.Privileged
            : !RestrictedControls.Passes(running, pod, PodSecurityVersion.Latest) ? PodSecurityLevel.Baseline
            : PodSecurityLevel.Restricted;
    }

    /// <summary>The strictest level of the latest version that the whole pod satisfies.</summary>
    public static PodSecurityLevel LevelOf(PodSecurityFacts pod, IReadOnlyList<ContainerFacts> containers) =>
        Satisfies(PodSecurityLevel.Restricted, PodSecurityVersion.Latest, pod, containers) ? PodSecurityLevel.Restricted
        : Satisfies(PodSecurityLevel.Baseline, PodSecurityVersion.Latest, pod, containers) ? PodSecurityLevel.Baseline
        : PodSecurityLevel.Privileged;

    /// <summary>Whether a pod of these containers would be admitted at <paramref name="level"/>.</summary>
    public static bool Satisfies(
        PodSecurityLevel level,
        PodSecurityVersion version,
        PodSecurityFacts pod,
        IReadOnlyList<ContainerFacts> containers)
    {
        if (level >= PodSecurityLevel.Baseline && !BaselineControls.Passes(pod, version))
            return false;
        if (level >= PodSecurityLevel.Restricted && !RestrictedControls.Passes(pod, version))
            return false;
        for (var i = 0; i < containers.Count; i++)
        {
            if (level >= PodSecurityLevel.Baseline && !BaselineControls.Passes(containers[i], pod, version))
                return false;
            if (level >= PodSecurityLevel.Restricted && !RestrictedControls.Passes(containers[i], pod, version))
                return false;
        }

        return true;
    }
}
