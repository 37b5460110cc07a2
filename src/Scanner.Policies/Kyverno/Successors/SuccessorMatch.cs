using System.Text.Json.Nodes;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Scopes;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>Says <c>match</c> and <c>exclude</c> of a rule as <c>matchConstraints</c>, where these can say it.</summary>
/// <param name="filter">The one filter of match.</param>
/// <param name="excluded">Filters of exclude, each of which excludes by itself.</param>
internal sealed class SuccessorMatch(CelValue filter, CelValue[] excluded)
{
    private static readonly string[] s_operations = ["CREATE", "UPDATE"];
    private static readonly string[] s_matched = ["kinds", "operations", "namespaces", "namespaceSelector"];

    /// <returns>Null where match has several filters, or exclude such as only exclude together.</returns>
    public static SuccessorMatch? Of(CelValue rule)
    {
        var exclude = Tree.Get(rule, "exclude");
        var all = Tree.Items(exclude, "all");
        if (Filters(Tree.Get(rule, "match")) is not [var filter] || all.Length > 1)
            return null;
        return new SuccessorMatch(filter, Filters(exclude));
    }

    /// <summary>Namespaces that the rule is for, and such that it is not for.</summary>
    public IEnumerable<ScopeExample> Places => excluded.Select(e => FilterExamples.Of([e])).Prepend(FilterExamples.Of([filter]));

    /// <returns>Null where they cannot say it.</returns>
    public JsonObject? Constraints()
    {
        if (Requirements(filter, s_matched) is not { } requirements)
            return null;
        foreach (var other in excluded)
        {
            if (Requirements(other, ["kinds", "namespaces", "namespaceSelector"]) is not [var only] || !Invert(only))
                return null;
            requirements.Add(only);
        }

        var listed = Tree.Texts(filter, "resources", "operations");
        string[] operations = [.. s_operations.Where(o => listed.IsEmpty || listed.Contains(o))];
        if (operations.Length == 0)
            return null;
        var constraints = new JsonObject { ["resourceRules"] = new JsonArray(EphemeralRule.Of("pods", operations), EphemeralRule.Make()) };
        if (requirements.Count > 0)
            constraints["namespaceSelector"] = new JsonObject { ["matchExpressions"] = new JsonArray([.. requirements]) };
        return constraints;
    }

    private static CelValue[] Filters(CelValue? block) => (Tree.Items(block, "any"), Tree.Items(block, "all")) switch
    {
        ({ Length: > 0 } any, _) => any,
        (_, { Length: > 0 } all) => all,
        _ => block is null ? [] : [block],
    };

    /// <summary>What a filter asks of the namespace; null where it asks anything else.</summary>
    private static List<JsonObject>? Requirements(CelValue filter, string[] fields)
    {
        var resources = Tree.Get(filter, "resources");
        if (Tree.Entries(filter).Any(e => e.Key != "resources") || Tree.Entries(resources).Any(e => !fields.Contains(e.Key)) || !IsOfPods(resources))
            return null;
        var names = Tree.Texts(resources, "namespaces");
        var requirements = new List<JsonObject>();
        if (names.Length != Tree.Items(resources, "namespaces").Length || !names.All(DnsName.IsLabel))
            return null;
        if (names.Length > 0)
            requirements.Add(Requirement("kubernetes.io/metadata.name", "In", names));
        var selector = Tree.Get(resources, "namespaceSelector");
        foreach (var (key, value) in Tree.Pairs(selector, "matchLabels"))
            requirements.Add(Requirement(key, "In", [value]));
        foreach (var expression in Tree.Items(selector, "matchExpressions"))
            requirements.Add(Requirement(Tree.Text(expression, "key"), Tree.Text(expression, "operator"), Tree.Texts(expression, "values")));
        return requirements.Exists(r => Wildcard.IsIn(r.ToJsonString())) ? null : requirements;
    }

    /// <summary>Without kinds it is for all.</summary>
    private static bool IsOfPods(CelValue? resources) => Tree.Texts(resources, "kinds") is var kinds && (kinds.IsEmpty || kinds.Any(k => k is "Pod" or "v1/Pod"));

    private static JsonObject Requirement(string key, string condition, IEnumerable<string> values)
    {
        var requirement = new JsonObject { ["key"] = key, ["operator"] = condition };
        if (condition is "In" or "NotIn")
            requirement["values"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
        return requirement;
    }

    private static bool Invert(JsonObject requirement)
    {
        var inverted = (string?)requirement["operator"] switch
        {
            "In" => "NotIn",
            "NotIn" => "In",
            "Exists" => "DoesNotExist",
            "DoesNotExist" => "Exists",
            _ => null,
        };
        requirement["operator"] = inverted;
        return inverted is not null;
    }
}
