using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>How Gatekeeper is installed: which requests are sent to it, and which it lets through unseen.</summary>
internal sealed class Installation
{
    private const string DefaultNamespace = "gatekeeper-system";

    private readonly string _webhook;
    private readonly string _namespace;
    private readonly MatchResources? _rules;
    private readonly string _note;
    private readonly ImmutableArray<string> _excluded;

    private Installation(
        GatekeeperVersion version, string webhook, string space, MatchResources? rules, string note, ImmutableArray<string> excluded)
    {
        (Version, _webhook, _namespace, _rules, _note, _excluded) = (version, webhook, space, rules, note, excluded);
    }

    public GatekeeperVersion Version { get; }

    /// <summary>The conditions of the webhook; null where it has none.</summary>
    public WebhookConditions? Conditions { get; private init; }

    /// <summary>There may be exclusions that are not known.</summary>
    public bool IsConfigUnread { get; private init; }

    /// <param name="isMutation">Whether it is asked for the webhook of the mutators.</param>
    public static Installation Find(PolicyObjects objects, bool isMutation = false)
    {
        var (kind, name, process) = isMutation
            ? ("MutatingWebhookConfiguration", "mutation.gatekeeper.sh", "mutation-webhook")
            : ("ValidatingWebhookConfiguration", "validation.gatekeeper.sh", "webhook");
        var version = EngineVersions.Of(EngineNames.Gatekeeper, objects) is { } tag && GatekeeperVersion.Parse(tag) is { } deployed ? deployed : GatekeeperVersion.Newest;
        var isConfigUnread = objects.MayLack(Inventory.ConfigGroup, "Config");
        if (Webhook(objects, kind, name) is { } webhook)
        {
            var service = MatchReader.Child(MatchReader.Child(webhook, "clientConfig"), "service");
            var space = MatchReader.Text(service, "namespace") is { Length: > 0 } given ? given : DefaultNamespace;
            return new Installation(version, name, space, MatchReader.ReadWebhook(webhook), "", ExcludedBy(objects, space, process))
            {
                Conditions = WebhookConditions.Read(webhook),
                IsConfigUnread = isConfigUnread,
            };
        }

        var excluded = ExcludedBy(objects, DefaultNamespace, process);
        if (objects.IsKnown(AdmissionResources.Group, kind))
            return new Installation(version, name, DefaultNamespace, null, "", excluded);
        var note = $" (the webhook was not given, so it is taken as the chart of Gatekeeper {version} registers it)";
        var rules = DefaultRules(isMutation ? version.MutatesSubresources : version.SendsSubresources);
        return new Installation(version, name, DefaultNamespace, rules, note, excluded) { IsConfigUnread = isConfigUnread };
    }

    /// <summary>What the registration of the webhook asks for; null where there is no webhook.</summary>
    public MatchResources? Rules => _rules;

    /// <summary>Patterns of the names of namespaces whose requests it does not look at.</summary>
    public ImmutableArray<string> Excluded => _excluded;

    /// <summary>Why Gatekeeper does not look at a request; null where it does.</summary>
    public string? WhyNot(AdmissionRequest request)
    {
        if (_rules is null)
            return $"no webhook {_webhook} is registered, so Gatekeeper is asked for nothing";
        if (_rules.WhyNot(request) is { } why)
            return $"webhook {_webhook}: {why}{_note}";
        if (request.User.Name == $"system:serviceaccount:{_namespace}:gatekeeper-admin")
            return "Gatekeeper lets through what its own account asks for";
        var space = ResourceRule.IsNamespace(request) ? request.Name : request.Namespace;
        return _excluded.FirstOrDefault(e => Wildcard.Matches(e, space)) is { } pattern
            ? $"the Config of Gatekeeper excludes namespaces {pattern}"
            : null;
    }

    /// <summary>As <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) =>
        _rules?.Excludes(space, labels) == true ? $"the namespaceSelector of webhook {_webhook}"
        : _excluded.Any(e => Wildcard.Matches(e, space)) ? "the Config of Gatekeeper"
        : null;

    /// <summary>What must be known to tell whether Gatekeeper looks at a request that nothing rules out; null where nothing is missing.</summary>
    public string? WhatIsUnknown(AdmissionRequest request) => _rules?.WhatIsUnknown(request)
        ?? (IsConfigUnread && request.Namespace.Length > 0 ? $"the Config of Gatekeeper, which may exclude namespace {request.Namespace} and could not be read" : null);

    private static JsonElement? Webhook(PolicyObjects objects, string kind, string name)
    {
        foreach (var configuration in objects.All(AdmissionResources.Group, kind))
        {
            foreach (var webhook in MatchReader.Items(configuration, "webhooks"))
            {
                if (MatchReader.Text(webhook, "name") == name)
                    return webhook;
            }
        }

        return null;
    }

    /// <summary>As the chart has them: all resources, in newer versions some subresources; not its own namespace, nor those with a label.</summary>
    private static MatchResources DefaultRules(bool hasSubresources)
    {
        ImmutableArray<string> subresources =
        [
            "pods/ephemeralcontainers", "pods/exec", "pods/log", "pods/eviction", "pods/portforward", "pods/proxy", "pods/attach", "pods/binding",
            "pods/resize", "deployments/scale", "replicasets/scale", "statefulsets/scale", "replicationcontrollers/scale", "services/proxy",
            "nodes/proxy", "services/status",
        ];
        ImmutableArray<string> resources = ["*", .. hasSubresources ? subresources : []];
        var selector = new LabelSelectorFacts(
        [
            new LabelRequirementFacts("admission.gatekeeper.sh/ignore", "DoesNotExist", []),
            new LabelRequirementFacts("kubernetes.io/metadata.name", "NotIn", [DefaultNamespace]),
        ]);
        return new MatchResources([new ResourceRule(["*"], ["*"], ["CREATE", "UPDATE"], resources, "*", [])], [], selector, null);
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
