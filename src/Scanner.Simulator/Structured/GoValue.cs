using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Structured;

/// <summary>Prints JSON as Go prints the values that it decodes to, which error messages quote.</summary>
internal static class GoValue
{
    /// <summary>As <c>%v</c>: <c>map[a:1 b:[x y]]</c>.</summary>
    public static string Plain(JsonNode? node) => node switch
    {
        null => "<nil>",
        JsonObject obj => "map[" + string.Join(' ', Sorted(obj).Select(p => $"{p.Key}:{Plain(p.Value)}")) + "]",
        JsonArray array => "[" + string.Join(' ', array.Select(Plain)) + "]",
        _ => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString(),
    };

    /// <summary>As <c>%#v</c>: <c>map[string]interface {}{"a":1}</c>.</summary>
    public static string Syntax(JsonNode? node) => node switch
    {
        null => "interface {}(nil)",
        JsonObject obj => "map[string]interface {}{" + string.Join(", ", Sorted(obj).Select(p => $"{GoText.Quote(p.Key)}:{Syntax(p.Value)}")) + "}",
        JsonArray array => "[]interface {}{" + string.Join(", ", array.Select(Syntax)) + "}",
        _ => node.GetValueKind() == JsonValueKind.String ? GoText.Quote(node.GetValue<string>()) : node.ToJsonString(),
    };

    /// <summary>As <c>%T</c>.</summary>
    public static string TypeName(JsonNode? node, string number = "float64") => node switch
    {
        null => "<nil>",
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => number,
            _ => "bool",
        },
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Sorted(JsonObject obj) => obj.OrderBy(p => p.Key, StringComparer.Ordinal);
}
