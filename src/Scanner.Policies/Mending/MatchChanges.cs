using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Mending;

/// <summary>How a policy of each engine could come to see the update of <c>pods/ephemeralcontainers</c>.</summary>
internal static class MatchChanges
{
    private const string Rules = "/spec/matchConstraints/resourceRules/-";

    public static IReadOnlyList<ObjectChange> For(PolicyCoverage policy, PolicyObjects objects) => policy.Engine switch
    {
        EngineNames.ValidatingAdmissionPolicy => Add(objects.Find(AdmissionResources.Group, policy.Kind, "", policy.Name)),
        EngineNames.Gatekeeper => Webhooks(objects, w => w.Owner.Engine == EngineNames.Gatekeeper),
        EngineNames.Kyverno => [.. Kyverno(policy, objects), .. Webhooks(objects, w => w.Owner.Engine == EngineNames.Kyverno).Select(c => c with { IsTold = false })],
        _ when policy.Kind == WebhookRegistry.ValidatingKind => Webhooks(objects, w => w.Configuration == policy.Name),
        _ => [],
    };

    private static IReadOnlyList<ObjectChange> Add(JsonElement? item) =>
        item is { } found && MatchReader.Child(MatchReader.Child(MatchReader.Child(found, "spec"), "matchConstraints"), "resourceRules") is not null
            ? [ObjectChange.Of(found, [ObjectChange.Operation("add", Rules, EphemeralRule.Make())])]
            : [];

    /// <summary>The webhooks that see new pods. The test is of the name, because a list may have changed meanwhile.</summary>
    private static List<ObjectChange> Webhooks(PolicyObjects objects, Func<WebhookFacts, bool> which)
    {
        var changes = new List<ObjectChange>();
        foreach (var configuration in objects.All(AdmissionResources.Group, WebhookRegistry.ValidatingKind))
        {
            var operations = new List<JsonNode>();
            var index = 0;
            foreach (var webhook in WebhookReader.Read(configuration))
            {
                if (which(webhook) && SeesNewPods(webhook.Match) && !SeesEphemeral(webhook.Match))
                {
                    operations.Add(ObjectChange.Operation("test", $"/webhooks/{index}/name", webhook.Name));
                    operations.Add(ObjectChange.Operation("add", $"/webhooks/{index}/rules/-", EphemeralRule.Make()));
                }

                index++;
            }

            if (operations.Count > 0)
                changes.Add(ObjectChange.Of(configuration, operations));
        }

        return changes;
    }

    private static IEnumerable<ObjectChange> Kyverno(PolicyCoverage policy, PolicyObjects objects)
    {
        if (objects.Find("policies.kyverno.io", policy.Kind, policy.Namespace, policy.Name) is { } cel)
            return Add(cel);
        if (objects.Find("kyverno.io", policy.Kind, policy.Namespace, policy.Name) is not { } rules)
            return [];
        var operations = new List<JsonNode>();
        var index = 0;
        foreach (var rule in MatchReader.Items(MatchReader.Child(rules, "spec"), "rules"))
            AddUpdate(rule, $"/spec/rules/{index++}", operations);
        return operations.Count == 0 ? [] : [ObjectChange.Of(rules, operations)];
    }

    /// <summary>Where a rule lists operations and UPDATE is not among them.</summary>
    private static void AddUpdate(JsonElement rule, string path, List<JsonNode> operations)
    {
        var match = MatchReader.Child(rule, "match");
        var before = operations.Count;
        AddTo(MatchReader.Child(match, "resources"), $"{path}/match/resources", operations);
        foreach (var list in (string[])["any", "all"])
        {
            var index = 0;
            foreach (var filter in MatchReader.Items(match, list))
                AddTo(MatchReader.Child(filter, "resources"), $"{path}/match/{list}/{index++}/resources", operations);
        }

        if (operations.Count > before)
            operations.Insert(before, ObjectChange.Operation("test", path + "/name", MatchReader.Text(rule, "name")));
    }

    private static void AddTo(JsonElement? resources, string path, List<JsonNode> operations)
    {
        if (MatchReader.Texts(resources, "operations") is { IsEmpty: false } listed && !listed.Contains("UPDATE"))
            operations.Add(ObjectChange.Operation("add", path + "/operations/-", "UPDATE"));
    }

    private static bool SeesNewPods(MatchResources match) => match.Rules is { } rules && rules.Any(r => Has(r.Operations, "CREATE") && r.Resources.Any(n => n is "pods" or "*" or "*/*" or "pods/*"));

    private static bool SeesEphemeral(MatchResources match) =>
        match.Rules is { } rules && rules.Any(r => Has(r.Operations, "UPDATE") && r.Resources.Any(n => n is "pods/ephemeralcontainers" or "pods/*" or "*/*" or "*/ephemeralcontainers"));

    private static bool Has(IEnumerable<string> operations, string operation) => operations.Any(o => o == "*" || o == operation);
}
