using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Schemas;

/// <summary>Reads the structural schema of a custom resource as server-side apply sees it (k8s.io/kube-openapi/pkg/schemaconv).</summary>
internal static class CustomTypeReader
{
    /// <param name="schema">The version's <c>openAPIV3Schema</c>; null when it has none, so that everything is deduced.</param>
    public static SchemaType Read(JsonObject? schema, string kind)
    {
        if (schema is null)
            return SchemaType.Deduced;
        var root = Read(schema, schema.Flag("x-kubernetes-preserve-unknown-fields"), kind);
        if (root.Map is not { } map)
            return root;
        foreach (var field in new[] { "apiVersion", "kind" })
            map.Fields[field] = Field(field, new SchemaType("string") { Scalar = ScalarKind.Text });
        map.Fields["metadata"] = Field("metadata", TypeTable.ObjectMeta);
        return root;
    }

    private static SchemaType Read(JsonObject schema, bool keepsUnknown, string name = "")
    {
        keepsUnknown |= schema.Flag("x-kubernetes-preserve-unknown-fields");
        var type = new SchemaType(name);
        switch (schema.Text("type"))
        {
            case "object":
                type.Map = Map(schema, keepsUnknown);
                break;
            case "array":
                type.List = List(schema, keepsUnknown);
                break;
            case "string":
                type.Scalar = schema.Text("format") is null or "byte" ? ScalarKind.Text : ScalarKind.Any;
                break;
            case "integer" or "number":
                type.Scalar = ScalarKind.Number;
                break;
            case "boolean":
                type.Scalar = ScalarKind.Truth;
                break;
            default:
                (type.Scalar, type.List, type.Map) = (ScalarKind.Any, List(schema, keepsUnknown), Map(schema, keepsUnknown));
                break;
        }

        return type;
    }

    private static MapShape Map(JsonObject schema, bool keepsUnknown)
    {
        var fields = (schema.Object("properties") ?? []).ToDictionary(
            p => p.Key,
            p => Field(p.Key, Read(p.Value as JsonObject ?? [], keepsUnknown), (p.Value as JsonObject)?["default"]),
            StringComparer.Ordinal);
        if (schema.Flag("x-kubernetes-embedded-resource"))
            fields["metadata"] = Field("metadata", TypeTable.ObjectMeta);
        var element = schema["additionalProperties"] switch
        {
            JsonObject others => Read(others, keepsUnknown),
            { } allowed => allowed.GetValueKind() == System.Text.Json.JsonValueKind.True ? SchemaType.Deduced : null,
            null => keepsUnknown || fields.Count == 0 ? SchemaType.Deduced : null,
        };
        return new MapShape { Fields = fields, Element = element, IsAtomic = schema.Text("x-kubernetes-map-type") == "atomic" };
    }

    private static ListShape List(JsonObject schema, bool keepsUnknown)
    {
        var element = schema.Object("items") is { } items ? Read(items, keepsUnknown) : SchemaType.Whole;
        return schema.Text("x-kubernetes-list-type") switch
        {
            "set" => new ListShape(element) { IsAssociative = true },
            "map" => new ListShape(element) { IsAssociative = true, Keys = [.. schema.Texts("x-kubernetes-list-map-keys")] },
            _ => new ListShape(element),
        };
    }

    private static SchemaField Field(string name, SchemaType type, JsonNode? fallback = null) => new(name, type, false, fallback, "", "");
}
