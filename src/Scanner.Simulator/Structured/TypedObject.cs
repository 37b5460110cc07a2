using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>The form that a built-in object has inside the server.</summary>
internal static class TypedObject
{
    /// <summary>Adds, in place, the fields that are written even when they are empty.</summary>
    public static void Complete(JsonObject obj, SchemaType type)
    {
        if (type.Map is { } map)
            Complete(obj, map);
    }

    private static void Complete(JsonObject obj, MapShape map)
    {
        foreach (var field in map.Fields.Values.Where(f => f.IsAlwaysWritten && !obj.ContainsKey(f.Name)))
            obj[field.Name] = Empty(field.Type);
        foreach (var (name, value) in obj)
        {
            if (map.TypeOf(name) is { } type)
                CompleteValue(value, type);
        }
    }

    private static void CompleteValue(JsonNode? value, SchemaType type)
    {
        if (value is JsonObject obj && type.Map is { } map && !ReferenceEquals(map, SchemaType.Deduced.Map))
            Complete(obj, map);
        foreach (var item in value is JsonArray array && type.List is not null ? array : [])
            CompleteValue(item, type.List!.Element);
    }

    /// <summary>The zero value of a type; null for lists, free maps and times.</summary>
    public static JsonNode? Empty(SchemaType type) => type switch
    {
        { Map: { } map } when !type.Name.StartsWith("map[", StringComparison.Ordinal) && !ReferenceEquals(map, SchemaType.Deduced.Map) => new JsonObject(),
        { Scalar: ScalarKind.Text } => "",
        { Scalar: ScalarKind.Number } => 0,
        { Scalar: ScalarKind.Truth } => false,
        _ => null,
    };
}
