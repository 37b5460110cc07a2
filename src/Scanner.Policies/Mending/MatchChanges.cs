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
            ? [ObjectChange.Of(found, ObjectChange.Operation("add", Rules, EphemeralRule.Make()))]
            : [];

    /// <summary>The webhooks that see new pods. The test is of the name, because a list may have changed meanwhile.</summary>
    private static List<ObjectChange> Webhooks(PolicyObjects objects, Func<WebhookFacts, bool> which)
    {
        var changes = new List<ObjectChange>();
        foreach (var configuration in objects.All(AdmissionResources.Group, WebhookRegistry.ValidatingKind))
        {
            JsonNode[] operations =
            [
                .. WebhookReader.Read(configuration).Index().Where(w => which(w.Item) && SeesNewPods(w.Item.Match) && !SeesEphemeral(w.Item.Match)).SelectMany(w => new JsonNode[]
                {
                    ObjectChange.Operation("test", $"/webhooks/{w.Index}/name", w.Item.Name),
                    ObjectChange.Operation("add", $"/webhooks/{w.Index}/rules/-", EphemeralRule.Make()),
                }),
            ];
            if (operations.Length > 0)
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
        JsonNode[] operations = [.. MatchReader.Items(MatchReader.Child(rules, "spec"), "rules").Index().SelectMany(r => AddUpdate(r.Item, $"/spec/rules/{r.Index}"))];
        return operations.Length == 0 ? [] : [ObjectChange.Of(rules, operations)];
    }

    /// <summary>Where a rule lists operations and UPDATE is not among them.</summary>
    private static IEnumerable<JsonNode> AddUpdate(JsonElement rule, string path)
    {
        var match = MatchReader.Child(rule, "match");
        List<(string Path, JsonElement? Resources)> places = [($"{path}/match/resources", MatchReader.Child(match, "resources"))];
        foreach (var list in (string[])["any", "all"])
            places.AddRange(MatchReader.Items(match, list).Index().Select(m => ($"{path}/match/{list}/{m.Index}/resources", MatchReader.Child(m.Item, "resources"))));
        var lacking = places.Where(p => MatchReader.Texts(p.Resources, "operations") is { IsEmpty: false } operations && !operations.Contains("UPDATE")).ToList();
        return lacking.Count == 0
            ? []
            : lacking.Select(p => (JsonNode)ObjectChange.Operation("add", p.Path + "/operations/-", "UPDATE"))
                .Prepend(ObjectChange.Operation("test", path + "/name", MatchReader.Text(rule, "name")));
    }

    private static bool SeesNewPods(MatchResources match) => match.Rules is { } rules && rules.Any(r => Has(r.Operations, "CREATE") && r.Resources.Any(n => n is "pods" or "*" or "*/*" or "pods/*"));

    private static bool SeesEphemeral(MatchResources match) =>
        match.Rules is { } rules && rules.Any(r => Has(r.Operations, "UPDATE") && r.Resources.Any(n => n is "pods/ephemeralcontainers" or "pods/*" or "*/*" or "*/ephemeralcontainers"));

    private static bool Has(IEnumerable<string> operations, string operation) => operations.Any(o => o == "*" || o == operation);
}
