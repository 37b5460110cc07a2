using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Matching;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Gatekeeper;

/// <summary>The webhook as the chart of Gatekeeper registers it.</summary>
internal static class ChartWebhook
{
    private const string Namespace = "gatekeeper-system";

    private static readonly ImmutableArray<string> s_subresources =
    [
        "pods/ephemeralcontainers", "pods/exec", "pods/log", "pods/eviction", "pods/portforward", "pods/proxy", "pods/attach", "pods/binding",
        "pods/resize", "deployments/scale", "replicasets/scale", "statefulsets/scale", "replicationcontrollers/scale", "services/proxy",
        "nodes/proxy", "services/status",
    ];

    /// <param name="hasSubresources">Newer versions are sent some subresources, too.</param>
    /// <param name="minor">Of Kubernetes 1.x.</param>
    public static Webhook Of(string name, bool isMutation, bool hasSubresources, int minor)
    {
        var facts = new WebhookFacts
        {
            Configuration = "",
            Name = name,
            IsMutating = isMutation,
            Match = Match(["*", .. hasSubresources ? s_subresources : []]),
            FailsOpen = true,
            IsSafeForDryRun = true,
            Service = new WebhookService(Namespace, "gatekeeper-webhook-service"),
            Owner = new WebhookOwner(EngineNames.Gatekeeper, EngineNames.Gatekeeper),
        };
        return new Webhook(facts, BackendHealth.Unknown, RequestVariables.EnvironmentOf(minor));
    }

    /// <summary>Everything but what is in its own namespace, or in one with a label.</summary>
    private static MatchResources Match(ImmutableArray<string> resources)
    {
        var selector = new LabelSelectorFacts(
        [
            new LabelRequirementFacts("admission.gatekeeper.sh/ignore", "DoesNotExist", []),
            new LabelRequirementFacts(NamespaceLabels.Name, "NotIn", [Namespace]),
        ]);
        return new MatchResources([new ResourceRule(["*"], ["*"], ["CREATE", "UPDATE"], resources, "*", [])], [], selector, null);
    }
}
