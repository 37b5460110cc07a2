using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Remedies;

/// <summary>Service accounts of products that are known to hold wide rights in order to work, by the names that their own manifests give.</summary>
internal static class KnownControllers
{
    // Namespace, beginning of the account's name, product. An empty text stands for any.
    private static readonly (string Namespace, string Account, string Product)[] s_known =
    [
        ("", "argocd-", "Argo CD"),
        ("argocd", "", "Argo CD"),
        ("", "velero", "Velero"),
        ("velero", "", "Velero"),
        ("", "gitlab-", "GitLab"),
        ("crossplane-system", "", "Crossplane"),
        ("", "crossplane", "Crossplane"),
        ("flux-system", "", "Flux"),
        ("cattle-system", "", "Rancher"),
        ("cattle-fleet-system", "", "Rancher Fleet"),
        ("fleet-default", "", "Rancher Fleet"),
        ("tekton-pipelines", "", "Tekton"),
        ("", "jenkins", "Jenkins"),
        ("", "spinnaker", "Spinnaker"),
        ("", "tiller", "Helm 2"),
        ("kyverno", "", "Kyverno"),
        ("gatekeeper-system", "", "Gatekeeper"),
        ("", "kyverno-", "Kyverno"),
        ("capsule-system", "", "Capsule"),
        ("kubevirt", "", "KubeVirt"),
        ("longhorn-system", "", "Longhorn"),
        ("stackrox", "", "StackRox"),
        ("", "openshift-gitops", "OpenShift GitOps"),
        ("openshift-gitops", "", "OpenShift GitOps"),
        ("olm", "", "Operator Lifecycle Manager"),
    ];

    /// <summary>The product; null for an account that is not known, and for users and groups.</summary>
    public static string? Of(Subject subject) => subject.Kind != SubjectKind.ServiceAccount ? null : s_known
        .FirstOrDefault(k => (k.Namespace.Length == 0 || k.Namespace == subject.Namespace) && subject.Name.StartsWith(k.Account, StringComparison.Ordinal))
        .Product;
}
