using Scanner.Core.Posture;

namespace Scanner.Core.Analysis;

/// <summary>What to change so that a privileged ephemeral container is denied.</summary>
internal static class PolicyAdvice
{
    public const string GrantProbe =
        "grant the rule {apiGroups: [\"\"], resources: [\"pods/ephemeralcontainers\"], verbs: [\"patch\"]}; the scanner sends dry runs only";

    public static string EnforceBaseline(string ns) =>
        $"kubectl label --overwrite namespace {ns} pod-security.kubernetes.io/enforce=baseline";

    /// <summary>How the policy that guards regular containers learns about ephemeral ones, by the engine that its name shows.</summary>
    public static string Extend(DeniedBy by) => by.Layer switch
    {
        Layer.ValidatingAdmissionPolicy =>
            $"kubectl edit validatingadmissionpolicy {by.Name}: add resource pods/ephemeralcontainers with operation UPDATE, and judge object.spec.ephemeralContainers too",
        Layer.Webhook when by.Name.StartsWith("validation.gatekeeper.sh", StringComparison.Ordinal) =>
            $"Gatekeeper: the template behind {Policies(by)} must read spec.ephemeralContainers and must not return early on UPDATE; its webhook must list pods/ephemeralcontainers",
        Layer.Webhook when IsKyvernoCel(by.Name) =>
            $"Kyverno: add pods/ephemeralcontainers with operation UPDATE to matchConstraints.resourceRules of {Policies(by)}, and judge object.spec.ephemeralContainers too",
        Layer.Webhook when by.Name.StartsWith("validate.kyverno.svc", StringComparison.Ordinal) =>
            $"Kyverno: let {Policies(by)} judge spec.ephemeralContainers too, and match UPDATE as well as CREATE",
        Layer.PodSecurity =>
            $"the pods that were probed are exempt from {by.Name}: look for exemptions in the API server's PodSecurityConfiguration",
        Layer.Webhook =>
            $"webhook {by.Name}: add resource pods/ephemeralcontainers with operation UPDATE to its rules, and let its policy read spec.ephemeralContainers",
        _ => "let the policy that denies regular containers judge pods/ephemeralcontainers on UPDATE too",
    };

    private static bool IsKyvernoCel(string webhook) =>
        webhook.StartsWith("vpol.validate.kyverno.svc", StringComparison.Ordinal)
        || webhook.StartsWith("nvpol.validate.kyverno.svc", StringComparison.Ordinal)
        || webhook.StartsWith("ivpol.validate.kyverno.svc", StringComparison.Ordinal);

    private static string Policies(DeniedBy by) => by.Policies.IsEmpty ? "the policy" : string.Join(", ", by.Policies);
}
