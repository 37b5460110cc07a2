using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission;

/// <summary>Reads fields of untyped objects: an absent field and one of another type are both null or empty.</summary>
internal static class JsonFields
{
    public static JsonObject? Object(this JsonNode? node, string field) => (node as JsonObject)?[field] as JsonObject;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string field) =>
        (node as JsonObject)?[field] is JsonArray items ? items.OfType<JsonObject>() : [];

    public static string? Text(this JsonNode? node, string field) =>
        (node as JsonObject)?[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool? Flag(this JsonNode? node, string field) => (node as JsonObject)?[field]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static long? Number(this JsonNode? node, string field) =>
        (node as JsonObject)?[field] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out var number)
            ? number
            : null;

    public static IReadOnlyList<string> Texts(this JsonNode? node, string field) =>
        (node as JsonObject)?[field] is JsonArray items
            ? [.. items.OfType<JsonValue>().Where(v => v.GetValueKind() == JsonValueKind.String).Select(v => v.GetValue<string>())]
            : [];

    /// <summary>The string entries of a map such as <c>metadata.labels</c>.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, string field)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node.Object(field) is { } entries)
        {
            foreach (var (key, _) in entries)
            {
                if (entries.Text(key) is { } text)
                    map[key] = text;
            }
        }

        return map;
    }

    public static IReadOnlyDictionary<string, string> Labels(this JsonObject? obj) => obj.Object("metadata").Map("labels");

    public static IReadOnlyDictionary<string, string> Annotations(this JsonObject? obj) => obj.Object("metadata").Map("annotations");
}
