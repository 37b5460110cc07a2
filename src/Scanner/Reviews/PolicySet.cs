using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
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

    /// <summary>Namespaces in which a changed policy is asked.</summary>
    private const int MostAsked = 200;

    private readonly ImmutableArray<PolicyIdentity> _notRun;
    private readonly WebhookRegistry _webhooks;
    private readonly Func<IReadOnlyCollection<NamespaceTarget>, PolicyMending> _mending;

    /// <param name="minor">Of Kubernetes 1.x.</param>
    public PolicySet(PolicyObjects objects, int minor)
    {
        Policies = PolicyEngines.Compile(objects, minor);
        _notRun = [.. PolicyEngines.NotRun(objects)];
        _webhooks = WebhookRegistry.Of(objects, minor);
        _mending = namespaces => new PolicyMending(objects, (engine, changed) => PolicyEngines.Compile(engine, changed, minor), namespaces, GivenRequest.DefaultUser);
        Engines = EngineDetection.Of(objects, _webhooks, minor);
    }

    public ImmutableArray<IPolicy> Policies { get; }

    public ImmutableArray<EngineFacts> Engines { get; }

    /// <summary>Policies that may deny and that nobody here can ask, as words.</summary>
    public IEnumerable<string> Unasked => _notRun.Select(p => $"{p.Kind} {(p.Namespace.Length > 0 ? p.Namespace + "/" : "")}{p.Name}");

    /// <param name="namespaces">Those that are there.</param>
    /// <param name="isWhole">They are all there are. Of some, only policies are told that have to do with them.</param>
    public PolicyReading Read(IReadOnlyCollection<NamespaceTarget> namespaces, bool isWhole)
    {
        List<AdmissionRequest> here = isWhole ? [] : [.. namespaces.SelectMany(Requests)];
        var coverage = ClusterCoverage.Of([.. Policies.Where(p => isWhole || here.Exists(r => Sees(p, r)))], namespaces, GivenRequest.DefaultUser, EnginesOwn)
            .OrderBy(p => p.Engine, StringComparer.Ordinal).ThenBy(p => p.Kind, StringComparer.Ordinal)
            .ThenBy(p => p.Namespace, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal);
        var notRun = _notRun.Select(p => new PolicyCoverage(p.Engine, p.Kind, p.Namespace, p.Name)
        {
            Coverage = CoverageKind.Unknown,
            Reason = "policies of this kind are not run",
        });
        var open = Open().Where(w => isWhole || here.Exists(r => w.Webhook.WhyNoAnswer(r) is not PolicyDecision.NotMatched));
        return new PolicyReading([.. Mended([.. coverage], namespaces), .. notRun], [.. open.Select(w => w.Facts)]);
    }

    /// <summary>
    /// The namespaces of the services behind webhooks, and those that the charts of engines make: an engine that judged its own pods could keep
    /// itself from starting.
    /// </summary>
    private IEnumerable<string> EnginesOwn => [.. _webhooks.All.Select(w => w.Facts.Service?.Namespace).OfType<string>(), "gatekeeper-system", "kyverno"];

    private IEnumerable<PolicyCoverage> Mended(List<PolicyCoverage> policies, IReadOnlyCollection<NamespaceTarget> namespaces)
    {
        var mending = _mending([.. namespaces.Take(MostAsked)]);
        var left = MostMended;
        return policies.Select(p => (p.Coverage == CoverageKind.NotMatched || p is { Coverage: CoverageKind.Covered, IsEnforced: false }) && left-- > 0 ? mending.Mended(p) : p);
    }

    private static bool Sees(IPolicy policy, AdmissionRequest request) => policy.Decide(request).Any(d => d.Decision is not PolicyDecision.NotMatched { Exemption: null });

    private static IEnumerable<AdmissionRequest> Requests(NamespaceTarget target)
    {
        var requests = VariantRequests.Of(MadeUpPod.In(target.Name), target.Labels, GivenRequest.DefaultUser, target.AreLabelsKnown);
        return [requests.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral), requests.Get(ContainerVariants.Privileged, RequestChannel.Regular)];
    }

    // By their rules alone: selectors only say where.
    private IEnumerable<(Webhook Webhook, OpenWebhook Facts)> Open()
    {
        var added = PodRequests.Make(
            MadeUpPod.In("default"), ContainerVariants.Privileged.Container, RequestChannel.Ephemeral, ImmutableDictionary<string, string>.Empty, GivenRequest.DefaultUser);
        return _webhooks.All.Where(w => !w.Facts.IsMutating).GroupBy(w => w.Facts.Configuration)
            .SelectMany(g => g.Select((webhook, index) => (webhook, index)))
            .Where(w => w.webhook.Facts is { FailsOpen: true, Match.Rules: { } rules } && rules.Any(r => r.Matches(added)))
            .Select(w => (w.webhook, new OpenWebhook(w.webhook.Facts.Configuration, w.webhook.Facts.Name, w.index, w.webhook.Health == BackendHealth.NoEndpoint)));
    }
}
