using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Policies;

/// <summary>Names the objects of policies.</summary>
public static class PolicyReferences
{
    /// <summary>The object, in the oldest version of its group that is served to this day.</summary>
    public static ResourceReference Of(PolicyCoverage policy) =>
        new($"{Group(policy)}/{Version(policy)}", policy.Kind, policy.Namespace.Length == 0 ? null : policy.Namespace, policy.Name);

    /// <summary>Kind, namespace and name, for a sentence.</summary>
    public static string Name(PolicyCoverage policy) => $"{policy.Kind} {(policy.Namespace.Length > 0 ? policy.Namespace + "/" : "")}{policy.Name}";

    /// <summary>As kubectl takes it: the resource and its group.</summary>
    public static string Resource(PolicyCoverage policy)
    {
        var group = Group(policy);
        var known = AdmissionKinds.All.FirstOrDefault(k => k.Group == group && k.Kind == policy.Kind)?.Resource;
        return $"{known ?? policy.Kind.ToLowerInvariant()}.{group}";
    }

    private static string Group(PolicyCoverage policy) =>
        AdmissionKinds.All.FirstOrDefault(k => k.Kind == policy.Kind)?.Group
        ?? (policy.Engine == EngineNames.Gatekeeper ? "constraints.gatekeeper.sh" : "admissionregistration.k8s.io");

    private static string Version(PolicyCoverage policy) => Group(policy) switch
    {
        "constraints.gatekeeper.sh" => "v1beta1",
        "policies.kyverno.io" => "v1alpha1",
        _ => "v1",
    };
}
