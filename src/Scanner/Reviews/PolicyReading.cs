using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Reviews;

/// <summary>What the policies of a cluster or of files do about ephemeral containers.</summary>
internal sealed record PolicyReading(ImmutableArray<PolicyCoverage> Policies, ImmutableArray<OpenWebhook> OpenWebhooks)
{
    public static PolicyReading None { get; } = new([], []);

    /// <param name="namespaces">Those that are there.</param>
    /// <param name="minor">Of Kubernetes 1.x.</param>
    /// <param name="isWhole">They are all there are. Of some, only policies are told that have to do with them.</param>
    public static PolicyReading Of(PolicyObjects objects, IReadOnlyCollection<NamespaceTarget> namespaces, int minor, bool isWhole)
    {
        List<AdmissionRequest> here = isWhole ? [] : [.. namespaces.SelectMany(Requests)];
        ImmutableArray<IPolicy> compiled = [.. PolicyEngines.Compile(objects, minor).Where(p => isWhole || here.Exists(r => Sees(p, r)))];
        var policies = ClusterCoverage.Of(compiled, namespaces, GivenRequest.DefaultUser)
            .OrderBy(p => p.Engine, StringComparer.Ordinal).ThenBy(p => p.Kind, StringComparer.Ordinal)
            .ThenBy(p => p.Namespace, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal);
        var notRun = PolicyEngines.NotRun(objects).Select(p => new PolicyCoverage(p.Engine, p.Kind, p.Namespace, p.Name)
        {
            Coverage = CoverageKind.Unknown,
            Reason = "policies of this kind are not run",
        });
        return new PolicyReading([.. policies, .. notRun], [.. Open(WebhookRegistry.Of(objects, minor)).Where(w => isWhole || here.Exists(r => w.Webhook.WhyNoAnswer(r) is not PolicyDecision.NotMatched)).Select(w => w.Facts)]);
    }

    private static bool Sees(IPolicy policy, AdmissionRequest request) => policy.Decide(request).Any(d => d.Decision is not PolicyDecision.NotMatched);

    private static IEnumerable<AdmissionRequest> Requests(NamespaceTarget target)
    {
        var requests = VariantRequests.Of(MadeUpPod.In(target.Name), target.Labels, GivenRequest.DefaultUser, target.AreLabelsKnown);
        return [requests.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral), requests.Get(ContainerVariants.Privileged, RequestChannel.Regular)];
    }

    // Selectors only say where.
    private static IEnumerable<(Webhook Webhook, OpenWebhook Facts)> Open(WebhookRegistry registry)
    {
        var added = PodRequests.Make(
            MadeUpPod.In("default"), ContainerVariants.Privileged.Container, RequestChannel.Ephemeral, ImmutableDictionary<string, string>.Empty, GivenRequest.DefaultUser);
        return registry.All.Where(w => !w.Facts.IsMutating).GroupBy(w => w.Facts.Configuration)
            .SelectMany(g => g.Select((webhook, index) => (webhook, index)))
            .Where(w => w.webhook.Facts is { FailsOpen: true, Match.Rules: { } rules } && rules.Any(r => r.Matches(added)))
            .Select(w => (w.webhook, new OpenWebhook(w.webhook.Facts.Configuration, w.webhook.Facts.Name, w.index, w.webhook.Health == BackendHealth.NoEndpoint)));
    }
}
