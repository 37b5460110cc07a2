using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Reviews;

/// <summary>The policies of a cluster or of files, compiled.</summary>
internal sealed class PolicySet
{
    /// <param name="minor">Of Kubernetes 1.x.</param>
    public PolicySet(PolicyObjects objects, int minor)
    {
        Policies = PolicyEngines.Compile(objects, minor);
        NotRun = [.. PolicyEngines.NotRun(objects)];
        var webhooks = WebhookRegistry.Of(objects, minor);
        Open = [.. FindOpen(webhooks)];
        Engines = EngineDetection.Of(objects, webhooks, minor);
    }

    public ImmutableArray<IPolicy> Policies { get; }

    public ImmutableArray<EngineFacts> Engines { get; }

    /// <summary>Policies that may deny and that nobody here can ask, as words.</summary>
    public IEnumerable<string> Unasked => NotRun.Select(p => $"{p.Kind} {(p.Namespace.Length > 0 ? p.Namespace + "/" : "")}{p.Name}");

    /// <summary>Policies that nobody here can ask.</summary>
    public ImmutableArray<PolicyIdentity> NotRun { get; }

    /// <summary>Validating webhooks that let the request pass when they cannot be called.</summary>
    public ImmutableArray<(Webhook Webhook, OpenWebhook Facts)> Open { get; }

    /// <param name="namespaces">Those that are there.</param>
    /// <param name="isWhole">They are all there are. Of some, only policies are told that have to do with them.</param>
    public PolicyReading Read(IEnumerable<NamespaceTarget> namespaces, bool isWhole)
    {
        var count = new PolicyCount(this, isWhole);
        foreach (var target in namespaces)
            count.Add(target);
        return count.Take();
    }

    // By their rules alone: selectors only say where.
    private static IEnumerable<(Webhook Webhook, OpenWebhook Facts)> FindOpen(WebhookRegistry webhooks)
    {
        var added = PodRequests.Make(
            MadeUpPod.In("default"), ContainerVariants.Privileged.Container, RequestChannel.Ephemeral, ImmutableDictionary<string, string>.Empty, GivenRequest.DefaultUser);
        return webhooks.All.Where(w => !w.Facts.IsMutating).GroupBy(w => w.Facts.Configuration)
            .SelectMany(g => g.Select((webhook, index) => (webhook, index)))
            .Where(w => w.webhook.Facts is { FailsOpen: true, Match.Rules: { } rules } && rules.Any(r => r.Matches(added)))
            .Select(w => (w.webhook, new OpenWebhook(w.webhook.Facts.Configuration, w.webhook.Facts.Name, w.index, w.webhook.Health == BackendHealth.NoEndpoint)));
    }
}
