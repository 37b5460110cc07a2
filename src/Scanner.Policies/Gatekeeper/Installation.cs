using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Gatekeeper;

/// <summary>How Gatekeeper is installed: which requests are sent to it, and which it lets through unseen.</summary>
internal sealed class Installation
{
    private const string DefaultNamespace = "gatekeeper-system";

    private readonly string _webhook;
    private readonly string _namespace;
    private readonly string _note;
    private readonly bool _isConfigUnread;

    private Installation(PolicyObjects objects, int minor, bool isMutation)
    {
        var (kind, process) = isMutation ? (WebhookRegistry.MutatingKind, "mutation-webhook") : (WebhookRegistry.ValidatingKind, "webhook");
        _webhook = isMutation ? "mutation.gatekeeper.sh" : "validation.gatekeeper.sh";
        Version = EngineVersions.Of(EngineNames.Gatekeeper, objects) is { } tag && GatekeeperVersion.Parse(tag) is { } deployed ? deployed : GatekeeperVersion.Newest;
        Webhooks = WebhookRegistry.Called(objects, minor, EngineNames.Gatekeeper, w => w.IsMutating == isMutation && w.Name == _webhook);
        _note = "";
        if (Webhooks.IsEmpty && !objects.IsKnown(AdmissionResources.Group, kind))
        {
            _note = $" (the webhook was not given, so it is taken as the chart of Gatekeeper {Version} registers it)";
            Webhooks = [ChartWebhook.Of(_webhook, isMutation, isMutation ? Version.MutatesSubresources : Version.SendsSubresources, minor)];
        }

        _namespace = Webhooks.Select(w => w.Facts.Service?.Namespace).FirstOrDefault(n => n is { Length: > 0 }) ?? DefaultNamespace;
        Excluded = ExcludedBy(objects, _namespace, process);
        _isConfigUnread = Webhooks.Length > 0 && objects.MayLack(Inventory.ConfigGroup, "Config");
    }

    public GatekeeperVersion Version { get; }

    /// <summary>By which requests are sent to it; none where none is registered.</summary>
    public ImmutableArray<Webhook> Webhooks { get; }

    /// <summary>Patterns of the names of namespaces whose requests it does not look at.</summary>
    public ImmutableArray<string> Excluded { get; }

    /// <param name="minor">Of Kubernetes 1.x, for the conditions of webhooks.</param>
    /// <param name="isMutation">Whether it is asked for the webhook of the mutators.</param>
    public static Installation Find(PolicyObjects objects, int minor, bool isMutation = false) => new(objects, minor, isMutation);

    /// <summary>
    /// Why Gatekeeper does not look at a request, as <see cref="Webhook.WhyNotCalled"/>; null where it does. Unknown where it is not known
    /// whether it does.
    /// </summary>
    public PolicyDecision? WhyNotAsked(AdmissionRequest request)
    {
        var called = Webhooks.IsEmpty
            ? new PolicyDecision.NotMatched($"no webhook {_webhook} is registered, so Gatekeeper is asked for nothing")
            : WebhookRegistry.WhyNoneCalled(Webhooks, request);
        if (called is not (null or PolicyDecision.NotMatched or PolicyDecision.Unknown))
            return called;
        if ((called is PolicyDecision.NotMatched not ? not.Why + _note : WhyUnread(request)) is { } why)
            return new PolicyDecision.NotMatched(why) { Exemption = ExemptionOf(request.Namespace, request.NamespaceLabels) };
        return called ?? (_isConfigUnread && request.Namespace.Length > 0
            ? new PolicyDecision.Unknown($"the Config of Gatekeeper, which may exclude namespace {request.Namespace} and could not be read")
            : null);
    }

    /// <summary>As <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) =>
        Webhooks.Length > 0 && Webhooks.All(w => w.Facts.Match.Excludes(space, labels)) ? $"the namespaceSelector of webhook {_webhook}"
        : Excluded.Any(e => Wildcard.Matches(e, space)) ? "the Config of Gatekeeper"
        : null;

    /// <summary>Why Gatekeeper lets through unread what is sent to it; null where it does not.</summary>
    private string? WhyUnread(AdmissionRequest request)
    {
        if (request.User.Name == $"system:serviceaccount:{_namespace}:gatekeeper-admin")
            return "Gatekeeper lets through what its own account asks for";
        var space = ResourceRule.IsNamespace(request) ? request.Name : request.Namespace;
        return Excluded.FirstOrDefault(e => Wildcard.Matches(e, space)) is { } pattern ? $"the Config of Gatekeeper excludes namespaces {pattern}" : null;
    }

    /// <summary>The one object of the kind that Gatekeeper reads is named <c>config</c> and stands in its namespace.</summary>
    private static ImmutableArray<string> ExcludedBy(PolicyObjects objects, string space, string process)
    {
        var config = objects.Find(Inventory.ConfigGroup, "Config", space, "config");
        return
        [
            .. MatchReader.Items(MatchReader.Child(config, "spec"), "match")
                .Where(m => MatchReader.Texts(m, "processes") is var p && (p.Contains("*") || p.Contains(process)))
                .SelectMany(m => MatchReader.Texts(m, "excludedNamespaces")),
        ];
    }
}
