using System.Collections.Immutable;

namespace Scanner.Core.Cluster;

/// <summary>
/// The kinds whose objects decide about admission, besides the labels of namespaces: the server's own, and those of the policy engines.
/// The one table of them: what is watched, what a prediction from files must respect, and the ClusterRole in docs/worker.md. Reports and
/// requests that engines write all the time, and policies that only clean up or generate, are not in it.
/// </summary>
public static class AdmissionKinds
{
    /// <summary>Stands for every resource of a group, and for every kind.</summary>
    public const string Every = "*";

    private const string Server = "admissionregistration.k8s.io";
    private const string Kyverno = "kyverno.io";
    private const string KyvernoCel = "policies.kyverno.io";
    private const string Kubewarden = "policies.kubewarden.io";

    public static ImmutableArray<AdmissionKind> All { get; } =
    [
        new(Server, "validatingwebhookconfigurations", "ValidatingWebhookConfiguration"),
        new(Server, "mutatingwebhookconfigurations", "MutatingWebhookConfiguration"),
        new(Server, "validatingadmissionpolicies", "ValidatingAdmissionPolicy"),
        new(Server, "validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding"),
        new(Server, "mutatingadmissionpolicies", "MutatingAdmissionPolicy"),
        new(Server, "mutatingadmissionpolicybindings", "MutatingAdmissionPolicyBinding"),

        new(Kyverno, "clusterpolicies", "ClusterPolicy"),
        new(Kyverno, "policies", "Policy"),
        new(Kyverno, "policyexceptions", "PolicyException"),
        new(KyvernoCel, "validatingpolicies", "ValidatingPolicy"),
        new(KyvernoCel, "namespacedvalidatingpolicies", "NamespacedValidatingPolicy"),
        new(KyvernoCel, "mutatingpolicies", "MutatingPolicy"),
        new(KyvernoCel, "namespacedmutatingpolicies", "NamespacedMutatingPolicy"),
        new(KyvernoCel, "imagevalidatingpolicies", "ImageValidatingPolicy"),
        new(KyvernoCel, "namespacedimagevalidatingpolicies", "NamespacedImageValidatingPolicy"),
        new(KyvernoCel, "policyexceptions", "PolicyException"),

        new("templates.gatekeeper.sh", "constrainttemplates", "ConstraintTemplate", MakesKinds: true),
        new("constraints.gatekeeper.sh", Every, Every),
        new("config.gatekeeper.sh", "configs", "Config"),
        new("mutations.gatekeeper.sh", Every, Every),

        new(Kubewarden, "clusteradmissionpolicies", "ClusterAdmissionPolicy"),
        new(Kubewarden, "admissionpolicies", "AdmissionPolicy"),
        new(Kubewarden, "clusteradmissionpolicygroups", "ClusterAdmissionPolicyGroup"),
        new(Kubewarden, "admissionpolicygroups", "AdmissionPolicyGroup"),

        new("security.openshift.io", "securitycontextconstraints", "SecurityContextConstraints"),
    ];

    private static readonly ILookup<string, AdmissionKind> s_groups = All.ToLookup(k => k.Group);

    /// <summary>Whether the group has a kind that decides.</summary>
    public static bool IsGroup(string group) => s_groups.Contains(group);

    /// <summary>The kind by its resource; null for subresources and for what does not decide.</summary>
    public static AdmissionKind? Find(string group, string resource) => resource.Contains('/', StringComparison.Ordinal)
        ? null
        : s_groups[group].FirstOrDefault(k => k.Resource == Every || k.Resource == resource);

    /// <summary>Whether objects of this kind decide.</summary>
    public static bool CanDecide(KindCount kind) => Decides(kind.Group, kind.Kind);

    /// <inheritdoc cref="CanDecide"/>
    public static bool Decides(string group, string kind) => s_groups[group].Any(k => k.Kind == Every || k.Kind == kind);
}
