using System.Text.Json;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Webhooks;

/// <summary>Reads the webhooks of a configuration of <c>admissionregistration.k8s.io</c>, v1 or v1beta1.</summary>
public static class WebhookReader
{
    /// <param name="configuration">A ValidatingWebhookConfiguration or a MutatingWebhookConfiguration.</param>
    public static IEnumerable<WebhookFacts> Read(JsonElement configuration)
    {
        var name = MatchReader.Text(MatchReader.Child(configuration, "metadata"), "name");
        var isMutating = MatchReader.Text(configuration, "kind") == WebhookRegistry.MutatingKind;
        var isBeta = MatchReader.Text(configuration, "apiVersion").EndsWith("/v1beta1", StringComparison.Ordinal);
        var labels = AdmissionRequest.LabelsOf(configuration);
        return MatchReader.Items(configuration, "webhooks").Select(w => Read(w, name, isMutating, isBeta, labels));
    }

    private static WebhookFacts Read(JsonElement json, string configuration, bool isMutating, bool isBeta, Dictionary<string, string> labels)
    {
        var name = MatchReader.Text(json, "name");
        var service = MatchReader.Child(MatchReader.Child(json, "clientConfig"), "service");
        return new WebhookFacts
        {
            Configuration = configuration,
            Name = name,
            IsMutating = isMutating,
            Match = MatchReader.ReadWebhook(json) with { MatchesEquivalents = (Optional(json, "matchPolicy") ?? (isBeta ? "Exact" : "")) != "Exact" },
            MatchConditions = AdmissionPolicyReader.Expressions(json, "matchConditions"),
            FailsOpen = (Optional(json, "failurePolicy") ?? (isBeta ? "Ignore" : "")) == "Ignore",
            IsSafeForDryRun = MatchReader.Text(json, "sideEffects") is "None" or "NoneOnDryRun",
            TimeoutSeconds = MatchReader.Child(json, "timeoutSeconds") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt32(out var value)
                ? value
                : isBeta ? 30 : 10,
            Service = service is null ? null : new WebhookService(MatchReader.Text(service, "namespace"), MatchReader.Text(service, "name")),
            Owner = WebhookOwner.Of(
                configuration,
                name,
                MatchReader.Text(service, "name"),
                labels.GetValueOrDefault("webhook.kyverno.io/managed-by", ""),
                labels.GetValueOrDefault("app.kubernetes.io/part-of", "")),
        };
    }

    private static string? Optional(JsonElement json, string name) => MatchReader.Text(json, name) is { Length: > 0 } text ? text : null;
}
