using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>How Gatekeeper is installed: which requests are sent to it, and which it lets through unseen.</summary>
internal sealed class Installation
{
    private const string DefaultNamespace = "gatekeeper-system";
    private const string WebhookName = "validation.gatekeeper.sh";
    private const string RegistrationGroup = "admissionregistration.k8s.io";
    private const string RegistrationKind = "ValidatingWebhookConfiguration";

    private readonly string _namespace;
    private readonly MatchResources? _rules;
    private readonly string _note;
    private readonly ImmutableArray<string> _excluded;

    private Installation(GatekeeperVersion version, string space, MatchResources? rules, string note, ImmutableArray<string> excluded)
    {
        (Version, _namespace, _rules, _note, _excluded) = (version, space, rules, note, excluded);
    }

    public GatekeeperVersion Version { get; }

    /// <summary>The conditions of the webhook; null where it has none.</summary>
    public WebhookConditions? Conditions { get; private init; }

    public static Installation Find(PolicyObjects objects)
    {
        var known = Deployed(objects);
        var version = known ?? GatekeeperVersion.Newest;
        if (Webhook(objects) is { } webhook)
        {
            var service = MatchReader.Child(MatchReader.Child(webhook, "clientConfig"), "service");
            var space = MatchReader.Text(service, "namespace") is { Length: > 0 } name ? name : DefaultNamespace;
            return new Installation(version, space, MatchReader.ReadWebhook(webhook), "", Excluded(objects, space))
            {
                Conditions = WebhookConditions.Read(webhook),
            };
        }

        var excluded = Excluded(objects, DefaultNamespace);
        if (objects.IsKnown(RegistrationGroup, RegistrationKind))
            return new Installation(version, DefaultNamespace, null, "", excluded);
        var note = $" (the webhook was not given, so it is taken as the chart of Gatekeeper {version} registers it)";
        return new Installation(version, DefaultNamespace, DefaultRules(version), note, excluded);
    }

    /// <summary>Why Gatekeeper does not look at a request; null where it does.</summary>
    public string? WhyNot(AdmissionRequest request)
    {
        if (_rules is null)
            return $"no webhook {WebhookName} is registered, so Gatekeeper is asked for nothing";
        if (_rules.WhyNot(request) is { } why)
            return $"webhook {WebhookName}: {why}{_note}";
        if (request.User.Name == $"system:serviceaccount:{_namespace}:gatekeeper-admin")
            return "Gatekeeper lets through what its own account asks for";
        var space = ResourceRule.IsNamespace(request) ? request.Name : request.Namespace;
        return _excluded.FirstOrDefault(e => Wildcard.Matches(e, space)) is { } pattern
            ? $"the Config of Gatekeeper excludes namespaces {pattern}"
            : null;
    }

    private static JsonElement? Webhook(PolicyObjects objects)
    {
        foreach (var configuration in objects.All(RegistrationGroup, RegistrationKind))
        {
            foreach (var webhook in MatchReader.Items(configuration, "webhooks"))
            {
                if (MatchReader.Text(webhook, "name") == WebhookName)
                    return webhook;
            }
        }

        return null;
    }

    /// <summary>As the chart has them: all resources, and from 3.9 on some subresources; not its own namespace, nor those with a label.</summary>
    private static MatchResources DefaultRules(GatekeeperVersion version)
    {
        ImmutableArray<string> subresources =
        [
            "pods/ephemeralcontainers", "pods/exec", "pods/log", "pods/eviction", "pods/portforward", "pods/proxy", "pods/attach", "pods/binding",
            "pods/resize", "deployments/scale", "replicasets/scale", "statefulsets/scale", "replicationcontrollers/scale", "services/proxy",
            "nodes/proxy", "services/status",
        ];
        ImmutableArray<string> resources = ["*", .. version.SendsSubresources ? subresources : []];
        var selector = new LabelSelectorFacts(
        [
            new LabelRequirementFacts("admission.gatekeeper.sh/ignore", "DoesNotExist", []),
            new LabelRequirementFacts("kubernetes.io/metadata.name", "NotIn", [DefaultNamespace]),
        ]);
        return new MatchResources([new ResourceRule(["*"], ["*"], ["CREATE", "UPDATE"], resources, "*", [])], [], selector, null);
    }

    /// <summary>The one object of the kind that Gatekeeper reads is named <c>config</c> and stands in its namespace.</summary>
    private static ImmutableArray<string> Excluded(PolicyObjects objects, string space)
    {
        var config = objects.Find(Inventory.ConfigGroup, "Config", space, "config");
        return
        [
            .. MatchReader.Items(MatchReader.Child(config, "spec"), "match")
                .Where(m => MatchReader.Texts(m, "processes") is var p && (p.Contains("*") || p.Contains("webhook")))
                .SelectMany(m => MatchReader.Texts(m, "excludedNamespaces")),
        ];
    }

    /// <summary>By the image of its controller; null where that is not among the objects.</summary>
    private static GatekeeperVersion? Deployed(PolicyObjects objects)
    {
        var specs = objects.All("apps", "Deployment").Select(d => MatchReader.Child(MatchReader.Child(d, "spec"), "template")).Concat(objects.All("", "Pod").Select(p => (JsonElement?)p));
        foreach (var spec in specs)
        {
            foreach (var container in MatchReader.Items(MatchReader.Child(spec, "spec"), "containers"))
            {
                var image = MatchReader.Text(container, "image").Split('@')[0];
                var colon = image.LastIndexOf(':');
                if (colon > 0 && image[..colon].EndsWith("/gatekeeper", StringComparison.Ordinal) && GatekeeperVersion.Parse(image[(colon + 1)..]) is { } version)
                    return version;
            }
        }

        return null;
    }
}
