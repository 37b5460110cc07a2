using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;

namespace Scanner.Policies.Webhooks;

/// <summary>Who answers a webhook, as far as its names show.</summary>
/// <param name="Engine">One of <see cref="EngineNames"/>; <see cref="EngineNames.Webhook"/> for all that are no engine of ours.</param>
/// <param name="Product">In words; empty where it is not known.</param>
public sealed record WebhookOwner(string Engine, string Product)
{
    public static WebhookOwner Unknown { get; } = new(EngineNames.Webhook, "");

    /// <summary>What names of webhooks, configurations and services begin or end with, as these products install them.</summary>
    private static readonly ImmutableArray<(WebhookOwner Owner, Func<Names, bool> Is)> s_known =
    [
        (new(EngineNames.Gatekeeper, EngineNames.Gatekeeper), n => Ends(n.Webhook, ".gatekeeper.sh") || n.Service == "gatekeeper-webhook-service"),
        (new(EngineNames.Kyverno, EngineNames.Kyverno), n => n.Webhook.Contains(".kyverno.svc", StringComparison.Ordinal) || n.ManagedBy == "kyverno" || n.Service == "kyverno-svc"),
        (new(EngineNames.Kubewarden, EngineNames.Kubewarden), n => Ends(n.Webhook, ".kubewarden.admission") || n.PartOf == "kubewarden"),
        (new(EngineNames.Webhook, "jsPolicy"), n => n.Service == "jspolicy"),
        (new(EngineNames.Webhook, "Datree"), n => n.Configuration == "datree-webhook" || Starts(n.Webhook, "datree-webhook-server.")),
        (new(EngineNames.Webhook, "Polaris"), n => Ends(n.Webhook, "polaris.fairwinds.com") || Starts(n.Configuration, "polaris-")),
    ];

    /// <param name="managedBy">The label <c>webhook.kyverno.io/managed-by</c> of the configuration.</param>
    /// <param name="partOf">The label <c>app.kubernetes.io/part-of</c> of the configuration.</param>
    public static WebhookOwner Of(string configuration, string webhook, string service, string managedBy, string partOf)
    {
        var names = new Names(configuration, webhook, service, managedBy, partOf);
        return s_known.FirstOrDefault(k => k.Is(names)).Owner ?? Unknown;
    }

    private static bool Starts(string name, string beginning) => name.StartsWith(beginning, StringComparison.Ordinal);

    private static bool Ends(string name, string end) => name.EndsWith(end, StringComparison.Ordinal);

    private readonly record struct Names(string Configuration, string Webhook, string Service, string ManagedBy, string PartOf);
}
