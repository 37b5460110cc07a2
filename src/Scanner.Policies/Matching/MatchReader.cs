using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Cluster.Selectors;

namespace Scanner.Policies.Matching;

/// <summary>Reads rules and selectors from the JSON of webhooks, policies and bindings.</summary>
public static class MatchReader
{
    /// <param name="json"><c>matchConstraints</c> or <c>matchResources</c>; one that is not there means everything.</param>
    public static MatchResources Read(JsonElement? json) => new(
        Rules(json, "resourceRules") is { IsEmpty: false } rules ? rules : null,
        Rules(json, "excludeResourceRules"),
        Selector(json, "namespaceSelector"),
        Selector(json, "objectSelector"))
    {
        MatchesEquivalents = Text(json, "matchPolicy") != "Exact",
    };

    /// <param name="webhook">One of the list <c>webhooks</c>. Without rules it is called for nothing.</param>
    public static MatchResources ReadWebhook(JsonElement webhook) =>
        new(Rules(webhook, "rules"), [], Selector(webhook, "namespaceSelector"), Selector(webhook, "objectSelector"));

    public static JsonElement? Child(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null
            ? child
            : null;

    public static string Text(JsonElement? json, string name) =>
        Child(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static ImmutableArray<string> Texts(JsonElement? json, string name) =>
        [.. Items(json, name).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)];

    public static IEnumerable<JsonElement> Items(JsonElement? json, string name) =>
        Child(json, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static ImmutableArray<ResourceRule> Rules(JsonElement? json, string name) => [.. Items(json, name).Select(rule => new ResourceRule(
        Texts(rule, "apiGroups"),
        Texts(rule, "apiVersions"),
        Texts(rule, "operations"),
        Texts(rule, "resources"),
        Text(rule, "scope") is { Length: > 0 } scope ? scope : "*",
        Texts(rule, "resourceNames")))];

    /// <summary>A label selector; null where there is none.</summary>
    public static LabelSelectorFacts? Selector(JsonElement? json, string name)
    {
        if (Child(json, name) is not { ValueKind: JsonValueKind.Object } selector)
            return null;
        var requirements = Items(selector, "matchExpressions")
            .Select(e => new LabelRequirementFacts(Text(e, "key"), Text(e, "operator"), Texts(e, "values")));
        var equal = Child(selector, "matchLabels") is { ValueKind: JsonValueKind.Object } labels
            ? labels.EnumerateObject().Select(l => new LabelRequirementFacts(l.Name, "In", [l.Value.ToString()]))
            : [];
        return new LabelSelectorFacts([.. equal, .. requirements]);
    }
}
