using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Policies.Bypasses;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Kyverno.Successors;
using Scanner.Policies.Mending;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Reviews;

/// <summary>The policies of a cluster or of files, compiled.</summary>
internal sealed class PolicySet
{
    /// <summary>Policies for which a change is tried; each is compiled anew for it.</summary>
    private const int MostMended = 30;

    private readonly Func<IReadOnlyCollection<NamespaceTarget>, PolicyMending> _mending;
    private readonly Dictionary<PolicyCoverage, ImmutableArray<ObjectPatch>> _mends = [];
    private readonly PolicySuccessor _successor;
    private readonly Dictionary<PolicyIdentity, string?> _successors = [];

    /// <param name="minor">Of Kubernetes 1.x.</param>
    public PolicySet(PolicyObjects objects, int minor)
    {
        Objects = objects;
        Policies = PolicyEngines.Compile(objects, minor);
        ReadsPods = Policies.Any(p => p.ReadsPods);
        NotRun = [.. PolicyEngines.NotRun(objects)];
        var webhooks = WebhookRegistry.Of(objects, minor);
        Open = [.. FindOpen(webhooks)];
        EnginesOwn = [.. webhooks.All.Select(w => w.Facts.Service?.Namespace).OfType<string>(), "gatekeeper-system", "kyverno"];
        Bypasses = new BypassTrial(objects, EnginesOwn);
        _mending = namespaces => new PolicyMending(objects, (engine, changed) => PolicyEngines.Compile(engine, changed, minor), namespaces, GivenRequest.Outsider);
        _successor = new PolicySuccessor(objects, minor);
        Engines = EngineDetection.Of(objects, webhooks, minor);
    }

    /// <summary>What the policies were made of.</summary>
    public PolicyObjects Objects { get; }

    public ImmutableArray<IPolicy> Policies { get; }

    public ImmutableArray<EngineFacts> Engines { get; }

    /// <summary>The pod decides by its name, labels or annotations, so that one that is made up does not tell of those that are there.</summary>
    public bool ReadsPods { get; }

    /// <summary>Policies that may deny and that nobody here can ask, as words.</summary>
    public IEnumerable<string> Unasked => NotRun.Select(p => $"{p.Kind} {(p.Namespace.Length > 0 ? p.Namespace + "/" : "")}{p.Name}");

    /// <summary>Policies that nobody here can ask.</summary>
    public ImmutableArray<PolicyIdentity> NotRun { get; }

    /// <summary>Validating webhooks that let the request pass when they cannot be called.</summary>
    public ImmutableArray<(Webhook Webhook, OpenWebhook Facts)> Open { get; }

    /// <summary>
    /// The namespaces of the services behind webhooks, and those that the charts of engines make: an engine that judged its own pods could keep
    /// itself from starting.
    /// </summary>
    public ImmutableArray<string> EnginesOwn { get; }

    /// <summary>Finds ways past policies.</summary>
    public BypassTrial Bypasses { get; }

    /// <summary>The policy with the changes that mend it, each tried once. Not for concurrent use.</summary>
    /// <param name="namespaces">Some where it is asked.</param>
    public PolicyCoverage Mended(PolicyCoverage policy, IReadOnlyCollection<NamespaceTarget> namespaces)
    {
        if (policy is not ({ Coverage: CoverageKind.NotMatched } or { Coverage: CoverageKind.Covered, IsEnforced: false }))
            return policy;
        var key = new PolicyCoverage(policy.Engine, policy.Kind, policy.Namespace, policy.Name) { Coverage = policy.Coverage, Reason = "" };
        if (!_mends.TryGetValue(key, out var mends) && _mends.Count < MostMended)
            _mends[key] = mends = _mending(namespaces).Mended(policy).Mends;
        return mends.IsDefaultOrEmpty ? policy : policy with { Mends = mends };
    }

    /// <summary>The policy with its successor, each made once. Not for concurrent use.</summary>
    public PolicyCoverage Succeeded(PolicyCoverage policy)
    {
        if (policy.Engine != EngineNames.Kyverno || policy.Coverage is CoverageKind.NotRelevant or CoverageKind.Unknown)
            return policy;
        var key = new PolicyIdentity(policy.Engine, policy.Kind, policy.Namespace, policy.Name);
        if (!_successors.TryGetValue(key, out var successor) && _successors.Count < MostMended)
            _successors[key] = successor = _successor.Of(policy);
        return successor is null ? policy : policy with { Successor = successor };
    }

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
