using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>What to change so that a privileged ephemeral container is denied.</summary>
internal static class PolicyAdvice
{
    public const string GrantProbe =
        "grant the rule {apiGroups: [\"\"], resources: [\"pods/ephemeralcontainers\"], verbs: [\"patch\"]}; the scanner sends dry runs only";

    public static string EnforceBaseline(string ns) =>
        $"kubectl label --overwrite namespace {ns} pod-security.kubernetes.io/enforce=baseline";

    /// <summary>How the policy that guards regular containers learns about ephemeral ones, by the engine that its name shows.</summary>
    public static string Extend(DeniedBy by, string ns) => by.Layer switch
    {
        Layer.ValidatingAdmissionPolicy =>
            $"kubectl edit validatingadmissionpolicy {by.Name}: add resource pods/ephemeralcontainers with operation UPDATE, and judge object.spec.ephemeralContainers too",
        Layer.Webhook when by.Name.StartsWith("validation.gatekeeper.sh", StringComparison.Ordinal) =>
            $"Gatekeeper: the template behind {Policies(by)} must read spec.ephemeralContainers and must not return early on UPDATE; its webhook must list pods/ephemeralcontainers",
        Layer.Webhook when IsKyvernoCel(by.Name) =>
            $"Kyverno: add pods/ephemeralcontainers with operation UPDATE to matchConstraints.resourceRules of {Policies(by)}, and judge object.spec.ephemeralContainers too",
        Layer.Webhook when IsKyverno(by.Name) =>
            $"Kyverno: let {Policies(by)} judge spec.ephemeralContainers too, and match UPDATE as well as CREATE",
        Layer.PodSecurity =>
            $"the pods that were probed are exempt from {by.Name}: look for exemptions in the API server's PodSecurityConfiguration",
        Layer.Validation when by.Name == DeniedBy.PodSecurityPolicy =>
            $"PodSecurityPolicy never judges ephemeral containers: {EnforceBaseline(ns)}",
        Layer.Webhook =>
            $"webhook {by.Name}: add resource pods/ephemeralcontainers with operation UPDATE to its rules, and let its policy read spec.ephemeralContainers",
        _ => "let the policy that denies regular containers judge pods/ephemeralcontainers on UPDATE too",
    };

    /// <summary>
    /// How a policy that denies in one pod comes to deny in <paramref name="pod"/> too. Kyverno's rules without CEL pass over a pod
    /// that violates them already, unless they are told not to.
    /// </summary>
    public static string Level(DeniedBy by, string ns, string pod) => by.Layer == Layer.Webhook && IsKyverno(by.Name)
        ? $"Kyverno passes over pods that violate a rule already: set allowExistingViolations: false in {Policies(by)}, or replace the pod: kubectl delete pod -n {ns} {pod}"
        : $"find out why {NamespaceExplanation.Who(by)} passes over pod {pod}: a selector on its labels, or an exemption of its name, image or runtime class";

    private static bool IsKyverno(string webhook) => webhook.StartsWith("validate.kyverno.svc", StringComparison.Ordinal);

    private static bool IsKyvernoCel(string webhook) =>
        webhook.StartsWith("vpol.validate.kyverno.svc", StringComparison.Ordinal)
        || webhook.StartsWith("nvpol.validate.kyverno.svc", StringComparison.Ordinal)
        || webhook.StartsWith("ivpol.validate.kyverno.svc", StringComparison.Ordinal);

    private static string Policies(DeniedBy by) => by.Policies.IsEmpty ? "the policy" : string.Join(", ", by.Policies);
}
