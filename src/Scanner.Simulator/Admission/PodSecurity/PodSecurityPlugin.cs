using System.Text.Json.Nodes;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>
/// Pod Security admission: judges pods by the labels of their namespace, warns about workloads, and refuses labels it cannot read.
/// </summary>
/// <remarks>
/// The server's own defaults and exemptions are the built-in ones (everything privileged, nobody exempt). The whole pod is judged, not
/// only what an update adds; an update that adds no container and changes no image is not judged at all.
/// </remarks>
internal sealed class PodSecurityPlugin(IClusterView cluster, KubernetesVersion server)
{
    private readonly NamespaceLabelCheck _namespaces = new(cluster, server);

    public PluginAnswer Validate(AdmissionRequest request)
    {
        if (request.Operation is not ("CREATE" or "UPDATE") || request.Object is null)
            return PluginAnswer.Admitted;
        return (request.Group, request.Resource, request.Subresource) switch
        {
            ("", "namespaces", "") => _namespaces.Validate(request),
            ("", "pods", "" or "ephemeralcontainers" or "resize") => ValidatePod(request),
            ("", "replicationcontrollers" or "podtemplates", "") or ("apps", _, "") or ("batch", "jobs" or "cronjobs", "") => ValidateWorkload(request),
            _ => PluginAnswer.Admitted,
        };
    }

    private PluginAnswer ValidatePod(AdmissionRequest request)
    {
        var policy = PolicyOf(request.Namespace);
        if (policy.IsFullyPrivileged || (request.Operation == "UPDATE" && !IsSignificantUpdate(request.Object!, request.OldObject)))
            return PluginAnswer.Admitted;
        var pod = new PodUnderTest(request.Object.Object("metadata"), request.Object.Object("spec"));
        var enforced = PodSecurityStandards.Violations(pod, policy.Enforce, server);
        return enforced.Count > 0
            ? PluginAnswer.Refused(AdmissionStatus.Forbidden(request, $"violates PodSecurity \"{policy.Enforce}\": {string.Join(", ", enforced)}"))
            : Warn(pod, policy);
    }

    /// <summary>Objects that hold a pod template are never refused, their pods will be.</summary>
    private PluginAnswer ValidateWorkload(AdmissionRequest request)
    {
        var template = request.Resource switch
        {
            "podtemplates" => request.Object.Object("template"),
            "cronjobs" => request.Object.Object("spec").Object("jobTemplate").Object("spec").Object("template"),
            _ => request.Object.Object("spec").Object("template"),
        };
        return template is null ? PluginAnswer.Admitted : Warn(new PodUnderTest(template.Object("metadata"), template.Object("spec")), PolicyOf(request.Namespace));
    }

    private PluginAnswer Warn(PodUnderTest pod, PodSecurityPolicy policy)
    {
        var violations = PodSecurityStandards.Violations(pod, policy.Warn, server);
        return violations.Count == 0
            ? PluginAnswer.Admitted
            : new PluginAnswer([$"would violate PodSecurity \"{policy.Warn}\": {string.Join(", ", violations)}"], null);
    }

    private PodSecurityPolicy PolicyOf(string ns) => PodSecurityPolicy.Read(cluster.Get("", "namespaces", null, ns).Labels(), server);

    private static bool IsSignificantUpdate(JsonObject pod, JsonObject? old)
    {
        var (spec, oldSpec) = (pod.Object("spec"), old.Object("spec"));
        if (!Images(spec, "containers").SequenceEqual(Images(oldSpec, "containers"), StringComparer.Ordinal)
            || !Images(spec, "initContainers").SequenceEqual(Images(oldSpec, "initContainers"), StringComparer.Ordinal))
        {
            return true;
        }

        var known = oldSpec.Objects("ephemeralContainers").ToDictionary(PodUnderTest.NameOf, c => c.Text("image"), StringComparer.Ordinal);
        return spec.Objects("ephemeralContainers").Any(c => !known.TryGetValue(PodUnderTest.NameOf(c), out var image) || image != c.Text("image"));
    }

    private static IEnumerable<string> Images(JsonObject? spec, string list) => spec.Objects(list).Select(c => c.Text("image") ?? "");
}
