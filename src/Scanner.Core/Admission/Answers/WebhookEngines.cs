namespace Scanner.Core.Admission.Answers;

/// <summary>Tells the engine of a webhook. Engines add suffixes to these names, such as the policy's own.</summary>
internal static class WebhookEngines
{
    private static readonly (string Prefix, WebhookEngine Engine)[] s_names =
    [
        ("validation.gatekeeper.sh", WebhookEngine.Gatekeeper),
        ("validate.kyverno.svc", WebhookEngine.Kyverno),
        ("vpol.validate.kyverno.svc", WebhookEngine.KyvernoCel),
        ("nvpol.validate.kyverno.svc", WebhookEngine.KyvernoCel),
        ("ivpol.validate.kyverno.svc", WebhookEngine.KyvernoCel),
    ];

    public static WebhookEngine Of(string webhook) =>
        Array.Find(s_names, n => webhook.StartsWith(n.Prefix, StringComparison.Ordinal)).Engine;
}
