using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Serving;

/// <summary>Prints JSON as Go's <c>%v</c> prints maps and slices, which some error messages quote.</summary>
internal static class GoMap
{
    public static string Print(JsonNode? node) => node switch
    {
        null => "<nil>",
        JsonObject obj => "map[" + string.Join(' ', obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Print(p.Value)}")) + "]",
        JsonArray array => "[" + string.Join(' ', array.Select(Print)) + "]",
        _ => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString(),
    };
}
