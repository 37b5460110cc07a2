using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Bypasses;

/// <summary>The objects in which an exemption from a policy can be written, the policy itself first.</summary>
internal static class PolicySources
{
    public static IEnumerable<JsonElement> Of(PolicyIdentity policy, PolicyObjects objects) => policy.Engine switch
    {
        EngineNames.ValidatingAdmissionPolicy =>
        [
            .. Found(objects.Find(AdmissionResources.Group, policy.Kind, "", policy.Name)),
            .. objects.All(AdmissionResources.Group, policy.Kind + "Binding").Where(b => MatchReader.Text(MatchReader.Child(b, "spec"), "policyName") == policy.Name),
        ],
        EngineNames.Gatekeeper =>
        [
            .. Found(objects.Find("constraints.gatekeeper.sh", policy.Kind, "", policy.Name)),
            .. Webhooks(policy.Engine, objects),
            .. objects.All("templates.gatekeeper.sh", "ConstraintTemplate").Where(t => KindOf(t) == policy.Kind),
        ],
        EngineNames.Kyverno =>
        [
            .. Found(objects.Find("policies.kyverno.io", policy.Kind, policy.Namespace, policy.Name)),
            .. Found(objects.Find("kyverno.io", policy.Kind, policy.Namespace, policy.Name)),
            .. ((string[])["kyverno.io", "policies.kyverno.io"]).SelectMany(g => objects.All(g, "PolicyException")).Where(e => Names(e, policy)),
            .. Found(KyvernoConfigMap.Find(objects)),
            .. Webhooks(policy.Engine, objects),
        ],
        _ => [],
    };

    private static IEnumerable<JsonElement> Found(JsonElement? item) => item is { } found ? [found] : [];

    /// <summary>One that names more policies than this one is read all the same: what it does is found by asking.</summary>
    private static bool Names(JsonElement exception, PolicyIdentity policy) =>
        MatchReader.Child(exception, "spec") is { } spec && spec.GetRawText().Contains(policy.Name, StringComparison.Ordinal);

    private static IEnumerable<JsonElement> Webhooks(string engine, PolicyObjects objects) =>
        objects.All(AdmissionResources.Group, WebhookRegistry.ValidatingKind).Where(c => WebhookReader.Read(c).Any(w => w.Owner.Engine == engine));

    private static string KindOf(JsonElement template) =>
        ((string[])["spec", "crd", "spec", "names"]).Aggregate((JsonElement?)template, MatchReader.Child) is { } names ? MatchReader.Text(names, "kind") : "";
}
