using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>
/// The merge behaviour of one field: from the API's list and map types for built-in kinds, from <c>x-kubernetes-*</c> for custom ones.
/// </summary>
/// <param name="Keys">Key fields of a keyed list.</param>
/// <param name="IsCustom">Whether the object is a custom resource.</param>
/// <param name="Schema">The field's OpenAPI schema, where a custom resource declares one.</param>
internal sealed record FieldShape(FieldShapeKind Kind, ImmutableArray<string> Keys, bool IsCustom, JsonObject? Schema)
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> ListKeys = new Dictionary<string, ImmutableArray<string>>
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["ports"] = ["containerPort", "protocol"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["conditions"] = ["type"],
        ["ownerReferences"] = ["uid"],
        ["webhooks"] = ["name"],
        ["matchConditions"] = ["name"],
        ["variables"] = ["name"],
        ["podIPs"] = ["ip"],
        ["hostIPs"] = ["ip"],
        ["resourceClaims"] = ["name"],
        ["schedulingGates"] = ["name"],
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> AtomicObjects = new[]
    {
        "selector", "namespaceSelector", "objectSelector", "labelSelector", "matchConstraints", "matchResources", "roleRef", "targetRef",
        "nodeSelector", "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "scaleTargetRef", "involvedObject", "regarding",
    }.ToFrozenSet();

    public static FieldShape Root(bool isCustom, JsonObject? schema) => new(FieldShapeKind.Granular, [], isCustom, schema);

    /// <summary>The shape of a field of an object of this shape.</summary>
    public FieldShape Field(string name, JsonNode? value)
    {
        var schema = Schema?.Object("properties")?.Object(name) ?? Schema?.Object("additionalProperties");
        if (name == "metadata" && Schema is not null && schema?.Object("properties") is null)
            return new FieldShape(FieldShapeKind.Granular, [], false, null);
        return IsCustom ? Declared(value, schema) : BuiltIn(name, value);
    }

    /// <summary>The shape of an element of a keyed list of this shape.</summary>
    public FieldShape Element() => new(FieldShapeKind.Granular, [], IsCustom, Schema?.Object("items"));

    private static FieldShape Declared(JsonNode? value, JsonObject? schema)
    {
        if (value is JsonArray)
        {
            return schema?.Text("x-kubernetes-list-type") switch
            {
                "map" => new FieldShape(FieldShapeKind.KeyedList, [.. schema.Texts("x-kubernetes-list-map-keys")], true, schema),
                "set" => new FieldShape(FieldShapeKind.Set, [], true, schema),
                _ => new FieldShape(FieldShapeKind.Atomic, [], true, schema),
            };
        }

        var atomic = value is not JsonObject || schema?.Text("x-kubernetes-map-type") == "atomic";
        return new FieldShape(atomic ? FieldShapeKind.Atomic : FieldShapeKind.Granular, [], true, schema);
    }

    private static FieldShape BuiltIn(string name, JsonNode? value)
    {
        var (kind, keys) = value switch
        {
            JsonObject when AtomicObjects.Contains(name) => (FieldShapeKind.Atomic, []),
            JsonObject => (FieldShapeKind.Granular, ImmutableArray<string>.Empty),
            JsonArray when name is "finalizers" or "validationActions" => (FieldShapeKind.Set, []),
            JsonArray array when ListKeys.TryGetValue(name, out var found) && KeysOf(array, name, found) is { } present
                => (FieldShapeKind.KeyedList, present),
            _ => (FieldShapeKind.Atomic, []),
        };
        return new FieldShape(kind, keys, false, null);
    }

    // "ports" is a keyed list of containers and Services, an atomic one of EndpointSlices.
    private static ImmutableArray<string>? KeysOf(JsonArray array, string name, ImmutableArray<string> keys)
    {
        if (name != "ports")
            return keys;
        if (array.OfType<JsonObject>().All(p => p.ContainsKey("containerPort")))
            return keys;
        return array.OfType<JsonObject>().All(p => p.ContainsKey("targetPort")) ? ["port", "protocol"] : null;
    }
}
