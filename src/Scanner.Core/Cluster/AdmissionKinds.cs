namespace Scanner.Core.Cluster;

/// <summary>Recognises the objects that can decide about admission, besides the labels of namespaces.</summary>
public static class AdmissionKinds
{
    private static readonly string[] s_groups = ["kyverno.io", "policies.kyverno.io", "policies.kubewarden.io", "security.openshift.io"];

    private static readonly string[] s_kinds =
    [
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
    ];

    public static bool CanDecide(KindCount kind) =>
        (kind.Group == "admissionregistration.k8s.io" && s_kinds.Contains(kind.Kind))
        || s_groups.Contains(kind.Group)
        || kind.Group.EndsWith(".gatekeeper.sh", StringComparison.Ordinal);
}
