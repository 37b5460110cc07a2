using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The API validation of built-in types that clients of this project can run into.</summary>
internal static class BuiltInRules
{
    private const string Invalid = "FieldValueInvalid";
    private const string Required = "FieldValueRequired";

    public static IEnumerable<FieldCause> Create(ResourceType type, JsonObject obj) => type.Kind switch
    {
        "Event" => EventRules.Create(type, obj),
        "RoleBinding" or "ClusterRoleBinding" when string.IsNullOrEmpty(obj.Object("roleRef")?.Text("name")) =>
            [new(Required, "Required value", "roleRef.name")],
        "Role" or "ClusterRole" => Rules(obj),
        "Lease" => Lease(obj),
        "ConfigMap" => Keys(obj),
        "Deployment" => WorkloadRules.Check(obj, null),
        _ => [],
    };

    public static IEnumerable<FieldCause> Update(ResourceType type, JsonObject obj, JsonObject old) => type.Kind switch
    {
        "Event" => EventRules.Update(type, obj, old),
        "ConfigMap" => [.. Immutable(obj, old), .. Keys(obj)],
        "Deployment" => WorkloadRules.Check(obj, old),
        "Role" or "ClusterRole" => Rules(obj),
        "Lease" => Lease(obj),
        "RoleBinding" or "ClusterRoleBinding" when !JsonNode.DeepEquals(obj["roleRef"], old["roleRef"]) =>
            [new(Invalid, $"Invalid value: {JsonText.ToText(obj["roleRef"] ?? "")}: cannot change roleRef", "roleRef")],
        _ => [],
    };

    private static IEnumerable<FieldCause> Immutable(JsonObject obj, JsonObject old)
    {
        if (!old.Flag("immutable"))
            yield break;
        const string Forbidden = "Forbidden: field is immutable when `immutable` is set";
        if (!obj.Flag("immutable"))
            yield return new("FieldValueForbidden", Forbidden, "immutable");
        foreach (var field in new[] { "data", "binaryData" }.Where(f => !JsonNode.DeepEquals(obj[f], old[f])))
            yield return new("FieldValueForbidden", Forbidden, field);
    }

    private static IEnumerable<FieldCause> Keys(JsonObject obj) =>
        from field in new[] { "data", "binaryData" }
        from key in (obj.Object(field) ?? []).Select(p => p.Key)
        where key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
        select new FieldCause(
            Invalid,
            $"Invalid value: {GoText.Quote(key)}: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
            + "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
            $"{field}[{key}]");

    private static IEnumerable<FieldCause> Rules(JsonObject obj)
    {
        foreach (var (rule, index) in obj.Objects("rules").Select((r, i) => (r, i)))
        {
            var at = $"rules[{index}]";
            if (!rule.Texts("verbs").Any())
                yield return new(Required, "Required value: verbs must contain at least one value", at + ".verbs");
            if (rule.Texts("nonResourceURLs").Any())
                continue;
            if (!rule.Texts("apiGroups").Any())
                yield return new(Required, "Required value: resource rules must supply at least one api group", at + ".apiGroups");
            if (!rule.Texts("resources").Any())
                yield return new(Required, "Required value: resource rules must supply at least one resource", at + ".resources");
        }
    }

    private static IEnumerable<FieldCause> Lease(JsonObject obj)
    {
        if (obj.Object("spec") is not { } spec)
            yield break;
        if (spec.Number("leaseDurationSeconds") is { } duration and <= 0)
            yield return new(Invalid, $"Invalid value: {duration}: must be greater than 0", "spec.leaseDurationSeconds");
        if (spec.Number("leaseTransitions") is { } transitions and < 0)
            yield return new(Invalid, $"Invalid value: {transitions}: must be greater than or equal to 0", "spec.leaseTransitions");
    }
}
