using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Objects;

/// <summary>Reads fields of untyped objects without throwing: a field of another type counts as absent.</summary>
internal static class JsonReading
{
    public static JsonObject? Object(this JsonObject obj, string field) => obj[field] as JsonObject;

    public static JsonObject Metadata(this JsonObject obj) => obj.ObjectOrNew("metadata");

    /// <summary>The object in <paramref name="field"/>, put there when it is not.</summary>
    public static JsonObject ObjectOrNew(this JsonObject obj, string field)
    {
        if (obj[field] is JsonObject found)
            return found;
        var made = new JsonObject();
        obj[field] = made;
        return made;
    }

    public static string? Text(this JsonObject obj, string field) =>
        obj[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonObject obj, string field) =>
        obj[field] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static long? Number(this JsonObject obj, string field) => obj[field].WholeNumber();

    /// <summary>A whole number, whatever type of number it was made from; null for anything else.</summary>
    public static long? WholeNumber(this JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
            return null;
        if (value.TryGetValue<long>(out var number))
            return number;
        return value.TryGetValue<int>(out var small) ? small : null;
    }

    public static IEnumerable<JsonObject> Objects(this JsonObject obj, string field) =>
        obj[field] is JsonArray array ? array.OfType<JsonObject>() : [];

    public static IEnumerable<string> Texts(this JsonObject obj, string field) =>
        obj[field] is JsonArray array ? array.Select(n => n is JsonValue v && v.TryGetValue<string>(out var s) ? s : "") : [];

    public static string Name(this JsonObject obj) => obj.Object("metadata")?.Text("name") ?? "";

    public static string Namespace(this JsonObject obj) => obj.Object("metadata")?.Text("namespace") ?? "";

    /// <summary>Follows field names; null when one is missing.</summary>
    public static JsonNode? At(this JsonObject obj, params ReadOnlySpan<string> path)
    {
        JsonNode? node = obj;
        foreach (var field in path)
            node = (node as JsonObject)?[field];
        return node;
    }
}
