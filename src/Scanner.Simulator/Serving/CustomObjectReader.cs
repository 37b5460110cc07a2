using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Decoding;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Serving;

/// <summary>Reads custom resources: their metadata is typed, the rest is what the schema keeps.</summary>
internal static class CustomObjectReader
{
    /// <exception cref="GoJsonException">The metadata does not fit its type.</exception>
    public static DecodedObject Read(JsonObject raw, RepeatedKeys repeated, ResourceType type)
    {
        var problems = repeated.Paths(raw).Select(p => $"duplicate field \"{p}\"").ToList();
        var obj = (JsonObject)raw.DeepClone();
        if (raw["metadata"] is { } metadata)
            obj["metadata"] = ReadMetadata(metadata, problems);
        if (type.Schema is { } schema)
        {
            problems.AddRange(CustomSchema.Prune(obj, schema).Order(StringComparer.Ordinal).Select(p => $"unknown field \"{p}\""));
            CustomSchema.DropNulls(obj, schema);
            CustomDefaults.Apply(obj, schema);
        }

        return new DecodedObject(obj, problems);
    }

    /// <summary>A copy of an applied object with its defaults, whose metadata has the form of its type, without empty maps and lists.</summary>
    /// <exception cref="GoJsonException">The metadata does not fit its type.</exception>
    public static JsonObject Complete(JsonObject obj, ResourceType type)
    {
        var copy = (JsonObject)obj.DeepClone();
        if (obj["metadata"] is { } metadata)
            copy["metadata"] = ReadMetadata(metadata, []);
        if (type.Schema is { } schema)
            CustomDefaults.Apply(copy, schema);
        return copy;
    }

    private static JsonObject ReadMetadata(JsonNode metadata, List<string> problems)
    {
        var wrapped = new SchemaType("v1.PartialObjectMetadata");
        wrapped.Map = new MapShape { Fields = { ["metadata"] = new SchemaField("metadata", TypeTable.ObjectMeta, true, null, "", "") } };
        var decoder = new TypedDecoder(new RepeatedKeys(), JsonWording.Instance, KubernetesVersion.V1_36);
        var decoded = decoder.Decode(new JsonObject { ["metadata"] = metadata.DeepClone() }, wrapped).Object("metadata");
        problems.AddRange(decoder.Problems);
        return (JsonObject?)decoded?.DeepClone() ?? [];
    }
}
