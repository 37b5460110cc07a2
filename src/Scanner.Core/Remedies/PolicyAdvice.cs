using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Remedies;

/// <summary>How the policy of each engine comes to judge what it lets pass.</summary>
internal static class PolicyAdvice
{
    /// <summary>How the policy that denies regular containers learns about ephemeral ones.</summary>
    public static Advice Extend(DeniedBy by) => by.Layer switch
    {
        Layer.ValidatingAdmissionPolicy => Advice.Of(Kubectl.Edit("validatingadmissionpolicy", null, by.Name)).Noting(
            $"add resource pods/ephemeralcontainers with operation UPDATE to ValidatingAdmissionPolicy {by.Name}, and judge object.spec.ephemeralContainers too"),
        Layer.Webhook => new(ExtendWebhook(by)),
        Layer.PodSecurity => new(
            $"the pods that were probed are exempt from {by.Name}: look for exemptions in the API server's PodSecurityConfiguration"),
        _ => new("let the policy that denies regular containers judge pods/ephemeralcontainers on UPDATE too"),
    };

    /// <summary>
    /// How a policy that denies in one pod comes to deny in <paramref name="pod"/> too. Kyverno's rules without CEL pass over a pod
    /// that violates them already, unless they are told not to.
    /// </summary>
    public static Advice ExtendToPod(DeniedBy by, string ns, string pod) =>
        by.Layer == Layer.Webhook && WebhookEngines.Of(by.Name) == WebhookEngine.Kyverno
        ? Advice.Of(Kubectl.Delete("pod", ns, pod)).Noting(
            $"Kyverno passes over pods that violate a rule already: set allowExistingViolations: false in {Policies(by)}, or replace the pod")
        : new($"find out why {NamespaceExplanation.Who(by)} passes over pod {pod}: a selector on its labels, or an exemption of its name, image or runtime class");

    private static string ExtendWebhook(DeniedBy by) => WebhookEngines.Of(by.Name) switch
    {
        WebhookEngine.Gatekeeper =>
            $"Gatekeeper: the template behind {Policies(by)} must read spec.ephemeralContainers and must not return early on UPDATE; its webhook must list pods/ephemeralcontainers",
        WebhookEngine.KyvernoCel =>
            $"Kyverno: add pods/ephemeralcontainers with operation UPDATE to matchConstraints.resourceRules of {Policies(by)}, and judge object.spec.ephemeralContainers too",
        WebhookEngine.Kyverno =>
            $"Kyverno: let {Policies(by)} judge spec.ephemeralContainers too, and match UPDATE as well as CREATE",
        _ => $"webhook {by.Name}: add resource pods/ephemeralcontainers with operation UPDATE to its rules, and let its policy read spec.ephemeralContainers",
    };

    private static string Policies(DeniedBy by) => by.Policies.IsEmpty ? "the policy" : string.Join(", ", by.Policies);
}
