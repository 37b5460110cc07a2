using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>
/// Judges containers and pods by the Pod Security Standards as Kubernetes 1.36 does
/// (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
/// </summary>
public static class PodSecurityStandard
{
    /// <summary>
    /// The strictest level of the latest version that the container itself satisfies; what its pod sets stands in where the
    /// standard lets it, and what only the pod can set is left aside.
    /// </summary>
    public static PodSecurityLevel LevelOf(ContainerFacts container, PodSecurityFacts pod) =>
        !BaselineControls.Passes(container, pod, PodSecurityVersion.Latest) ? PodSecurityLevel.Privileged
        : !RestrictedControls.Passes(container, pod, PodSecurityVersion.Latest) ? PodSecurityLevel.Baseline
        : PodSecurityLevel.Restricted;

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
