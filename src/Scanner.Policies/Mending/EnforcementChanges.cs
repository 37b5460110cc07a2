using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Mending;

/// <summary>How a policy of each engine could come to deny what it reports.</summary>
internal static class EnforcementChanges
{
    private const string Actions = "/spec/validationActions";

    public static IReadOnlyList<ObjectChange> For(PolicyCoverage policy, PolicyObjects objects) => policy.Engine switch
    {
        EngineNames.ValidatingAdmissionPolicy => Bindings(policy.Name, objects),
        EngineNames.Gatekeeper => Set(objects.Find("constraints.gatekeeper.sh", policy.Kind, "", policy.Name), "/spec/enforcementAction", "deny"),
        EngineNames.Kyverno when objects.Find("policies.kyverno.io", policy.Kind, policy.Namespace, policy.Name) is { } cel => Set(cel, Actions, new JsonArray("Deny")),
        EngineNames.Kyverno => Rules(objects.Find("kyverno.io", policy.Kind, policy.Namespace, policy.Name)),
        _ => [],
    };

    /// <summary>Those that do not deny. Deny and Warn exclude each other; what is audited goes on to be.</summary>
    private static List<ObjectChange> Bindings(string policy, PolicyObjects objects)
    {
        var changes = new List<ObjectChange>();
        foreach (var binding in objects.All(AdmissionResources.Group, ValidatingPolicyEngine.BindingKind))
        {
            var facts = AdmissionPolicyReader.ReadBinding(binding);
            if (facts.PolicyName != policy || facts.IsEnforced)
                continue;
            var now = new JsonArray([.. facts.Actions.Select(a => (JsonNode)a)]);
            var then = facts.Actions.Contains("Audit") ? new JsonArray("Deny", "Audit") : new JsonArray("Deny");
            changes.Add(ObjectChange.Of(binding, [ObjectChange.Operation("test", Actions, now), ObjectChange.Operation("replace", Actions, then)]));
        }

        return changes;
    }

    /// <summary>To add a field replaces one that is there.</summary>
    private static IReadOnlyList<ObjectChange> Set(JsonElement? item, string path, JsonNode value) =>
        item is { } found ? [ObjectChange.Of(found, [ObjectChange.Operation("add", path, value)])] : [];

    private static IReadOnlyList<ObjectChange> Rules(JsonElement? policy)
    {
        if (policy is not { } found)
            return [];
        var operations = new List<JsonNode>();
        var index = 0;
        foreach (var rule in MatchReader.Items(MatchReader.Child(found, "spec"), "rules"))
        {
            if (MatchReader.Child(rule, "validate") is not null)
            {
                operations.Add(ObjectChange.Operation("test", $"/spec/rules/{index}/name", MatchReader.Text(rule, "name")));
                operations.Add(ObjectChange.Operation("add", $"/spec/rules/{index}/validate/failureAction", "Enforce"));
            }

            index++;
        }

        return operations.Count == 0 ? [] : [ObjectChange.Of(found, operations)];
    }
}
