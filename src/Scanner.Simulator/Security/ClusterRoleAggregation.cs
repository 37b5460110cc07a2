using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Selectors;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Security;

/// <summary>The work of the clusterrole-aggregation-controller.</summary>
internal static class ClusterRoleAggregation
{
    private const string Manager = "clusterrole-aggregation-controller";

    /// <summary>The rules of all roles that the aggregation selects, in name order, each once.</summary>
    public static JsonArray Rules(JsonObject role, IEnumerable<JsonObject> roles)
    {
        var selectors = role.Object("aggregationRule")!.Objects("clusterRoleSelectors").Select(LabelSelector.FromObject).ToArray();
        var selected = selectors.SelectMany(s => roles
            .Where(r => r.Name() != role.Name() && s.Matches(Labels(r)))
            .OrderBy(r => r.Name(), StringComparer.Ordinal));
        var rules = new JsonArray();
        foreach (var rule in selected.SelectMany(r => r.Objects("rules")))
        {
            if (!rules.Any(r => JsonNode.DeepEquals(r, rule)))
                rules.Add(rule.DeepClone());
        }

        return rules;
    }

    /// <summary>Notes the controller as the owner of the rules.</summary>
    public static void RecordManager(JsonObject role, TimeProvider time)
    {
        var own = new ManagerEntry(
            Manager, ManagerEntry.Apply, "rbac.authorization.k8s.io/v1", "", ObjectMetadata.Timestamp(time), FieldSet.OfFields(["rules"]));
        var entries = ManagedFields.Entries(role).Where(e => !e.IsSameOwner(own)).Append(own);
        ManagedFields.Write(role, entries);
    }

    private static Dictionary<string, string> Labels(JsonObject role) =>
        role.Metadata().Object("labels")?.ToDictionary(l => l.Key, l => l.Value?.GetValue<string>() ?? "") ?? [];
}
