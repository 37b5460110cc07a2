using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>The container controls that the Restricted standard adds, one function each, true when the container passes.</summary>
internal static class RestrictedControls
{
    public static bool Passes(ContainerFacts container, PodSecurityFacts pod, PodSecurityVersion version) =>
        AllowPrivilegeEscalation(container.SecurityContext, pod, version)
        && Capabilities(container.SecurityContext, pod, version)
        && RunAsNonRoot(container.SecurityContext, pod, version)
        && RunAsUser(container.SecurityContext.RunAsUser, pod, version)
        && Seccomp(container.SecurityContext, pod, version)
        && (version.Minor < 35 || container.SecurityContext.ProcMount is null or "Default");

    /// <summary>What the pod itself sets, which counts for all of its containers.</summary>
    public static bool Passes(PodSecurityFacts pod, PodSecurityVersion version) =>
        !pod.RestrictedVolume
        && (pod.SecurityContext.RunAsNonRoot != false || RelaxedByUserNamespace(pod, version))
        && RunAsUser(pod.SecurityContext.RunAsUser, pod, version)
        && (version.Minor < 19 || SkippedOnWindows(pod, version) || pod.SecurityContext.SeccompProfile is null or "RuntimeDefault" or "Localhost");

    internal static bool AllowPrivilegeEscalation(SecurityContextFacts context, PodSecurityFacts pod, PodSecurityVersion version) =>
        version.Minor < 8 || SkippedOnWindows(pod, version) || context.AllowPrivilegeEscalation == false;

    private static bool Capabilities(SecurityContextFacts context, PodSecurityFacts pod, PodSecurityVersion version) =>
        version.Minor < 22
        || SkippedOnWindows(pod, version)
        || (context.DroppedCapabilities.Contains("ALL") && context.AddedCapabilities.All(c => c == "NET_BIND_SERVICE"));

    private static bool RunAsNonRoot(SecurityContextFacts context, PodSecurityFacts pod, PodSecurityVersion version) =>
        (context.RunAsNonRoot ?? pod.SecurityContext.RunAsNonRoot) == true || RelaxedByUserNamespace(pod, version);

    internal static bool RunAsUser(long? user, PodSecurityFacts pod, PodSecurityVersion version) =>
        version.Minor < 23 || user != 0 || RelaxedByUserNamespace(pod, version);

    private static bool Seccomp(SecurityContextFacts context, PodSecurityFacts pod, PodSecurityVersion version) =>
        version.Minor < 19
        || SkippedOnWindows(pod, version)
        || (context.SeccompProfile ?? pod.SecurityContext.SeccompProfile) is "RuntimeDefault" or "Localhost";

    // Root of a user namespace is nobody on the node (KEP-127).
    internal static bool RelaxedByUserNamespace(PodSecurityFacts pod, PodSecurityVersion version) => version.Minor >= 35 && pod.HostUsersFalse;

    internal static bool SkippedOnWindows(PodSecurityFacts pod, PodSecurityVersion version) => version.Minor >= 25 && pod.Windows;
}
