using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>
/// What a container runs with: of the fields that a pod's security context has too, the container's own, or the pod's where it sets none.
/// So does the kubelet (k8s:pkg/securitycontext/util.go, k8s:pkg/security/apparmor/helpers.go).
/// </summary>
internal static class EffectiveContext
{
    public static SecurityContextFacts Of(ContainerFacts container, PodSecurityFacts pod)
    {
        var (own, inherited) = (container.SecurityContext, pod.SecurityContext);
        return own with
        {
            RunAsNonRoot = own.RunAsNonRoot ?? inherited.RunAsNonRoot,
            RunAsUser = own.RunAsUser ?? inherited.RunAsUser,
            SeccompProfile = own.SeccompProfile ?? inherited.SeccompProfile,
            AppArmorProfile = own.AppArmorProfile ?? Annotated(container, pod) ?? inherited.AppArmorProfile,
            // Options that a container sets replace the pod's as a whole: a type that they leave out is not the pod's.
            SeLinux = own.SeLinux ?? inherited.SeLinux,
            HostProcess = own.HostProcess ?? inherited.HostProcess,
        };
    }

    private static string? Annotated(ContainerFacts container, PodSecurityFacts pod) =>
        pod.AppArmorAnnotations.TryGetValue(container.Name, out var value) ? AppArmorProfiles.OfAnnotation(value) : null;
}
