using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;

namespace Scanner.Core.Remedies;

/// <summary>How a policy of each engine comes to see, read and judge ephemeral containers.</summary>
internal static class CoverageAdvice
{
    private const string Webhooks = "validatingwebhookconfigurations.admissionregistration.k8s.io";

    public static Advice Extend(PolicyCoverage policy) => policy.Mends.IsEmpty ? ExtendByHand(policy) : Advice.Of(Kubectl.Patches(policy.Mends)).Noting(
        policy.Engine is EngineNames.ValidatingAdmissionPolicy or EngineNames.Gatekeeper or EngineNames.Kyverno ? "" : "see that what answers it reads spec.ephemeralContainers");

    private static Advice ExtendByHand(PolicyCoverage policy) => policy.Engine switch
    {
        EngineNames.Kyverno when policy.Successor is { } successor => Apply(successor, $"{Kyverno(policy)} in {PolicyReferences.Name(policy)}; or {ClusterPolicySuccessor.Ready}"),
        EngineNames.ValidatingAdmissionPolicy when policy.Coverage == CoverageKind.NotMatched => AddRule(policy),
        EngineNames.ValidatingAdmissionPolicy => Edit(policy, AdmissionPolicy(policy)),
        EngineNames.Gatekeeper => Edit(policy, Gatekeeper(policy)),
        EngineNames.Kyverno => Edit(policy, Kyverno(policy) + (policy.Kind is "ClusterPolicy" or "Policy" ? "; " + ClusterPolicySuccessor.Note : "")),
        _ => Edit(policy, policy.Coverage == CoverageKind.NotRead
            ? "nothing makes it read ephemeral containers: deny them by another policy, for example Pod Security or a ValidatingAdmissionPolicy"
            : "add resource pods/ephemeralcontainers with operation UPDATE to the rules of its webhook, and see that what answers it reads spec.ephemeralContainers"),
    };

    public static Advice Enforce(PolicyCoverage policy) => policy.Mends.IsEmpty ? EnforceByHand(policy) : Advice.Of(Kubectl.Patches(policy.Mends)).Noting(
        "look at what it has reported first: what it denies then is refused at its next change or restart");

    private static Advice EnforceByHand(PolicyCoverage policy) => Edit(policy, policy.Engine switch
    {
        EngineNames.ValidatingAdmissionPolicy => $"add Deny to validationActions of a binding of {policy.Name}",
        EngineNames.Gatekeeper => "set enforcementAction: deny",
        EngineNames.Kyverno => "set failureAction: Enforce in its rules (validationActions: [Deny] in policies of policies.kyverno.io)",
        _ => "let it deny what it reports",
    });

    public static Advice Close(OpenWebhook webhook) => Advice
        .Of(Kubectl.Patch(Webhooks, null, webhook.Configuration, "json", new JsonArray(
            new JsonObject { ["op"] = "test", ["path"] = $"/webhooks/{webhook.Index}/name", ["value"] = webhook.Webhook },
            new JsonObject { ["op"] = "replace", ["path"] = $"/webhooks/{webhook.Index}/failurePolicy", ["value"] = "Fail" })))
        .Noting(webhook.IsUnanswered
            ? "repair the service behind it first, or every request that it is for is refused"
            : "while nobody answers it every request that it is for is refused then; some engines set it themselves, by a setting of their own");

    private static string AdmissionPolicy(PolicyCoverage policy) => policy.Coverage switch
    {
        CoverageKind.NotRead => "judge object.spec.ephemeralContainers in its validations too",
        _ => "let its validations and matchConditions judge request.operation UPDATE as well as CREATE",
    };

    // The first of two steps: one that the rule alone mended would have it among its mends.
    private static Advice AddRule(PolicyCoverage policy)
    {
        var add = new JsonObject { ["op"] = "add", ["path"] = "/spec/matchConstraints/resourceRules/-", ["value"] = EphemeralRule.Make() };
        return Advice.Of(Kubectl.Patch(PolicyReferences.Resource(policy), null, policy.Name, "json", new JsonArray(add)))
            .Noting("let its validations judge object.spec.ephemeralContainers too, because the rule alone does not make it deny");
    }

    private static string Gatekeeper(PolicyCoverage policy) => policy.Coverage switch
    {
        CoverageKind.NotMatched => "Gatekeeper's webhook must list pods/ephemeralcontainers with operation UPDATE, and match must not leave the request out",
        CoverageKind.SkipsUpdate => "the template must not return early on UPDATE: let it pass over containers that the old object has, and not over the operation",
        _ => "the template must read input.review.object.spec.ephemeralContainers beside containers and initContainers",
    };

    private static string Kyverno(PolicyCoverage policy) => policy.Coverage switch
    {
        CoverageKind.NotMatched => "match pods/ephemeralcontainers with operation UPDATE: a policy of policies.kyverno.io must list it in matchConstraints.resourceRules itself",
        CoverageKind.SkipsUpdate => "match UPDATE as well as CREATE",
        _ => "judge spec.ephemeralContainers beside containers and initContainers",
    };

    private static Advice Apply(string manifest, string note) => Advice.Of(Kubectl.ApplyToCluster(JsonNode.Parse(manifest)!)).Noting(note) with { Brief = note };

    private static Advice Edit(PolicyCoverage policy, string note)
    {
        var space = policy.Namespace.Length == 0 ? null : policy.Namespace;
        return Advice.Of(Kubectl.Edit(PolicyReferences.Resource(policy), space, policy.Name)).Noting(note);
    }
}
