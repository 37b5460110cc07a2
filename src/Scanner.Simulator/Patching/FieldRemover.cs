using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>Removes fields by their paths.</summary>
internal static class FieldRemover
{
    /// <summary>Changes <paramref name="node"/> in place. Objects that become empty on the way stay.</summary>
    public static void Remove(JsonNode? node, FieldSet fields)
    {
        foreach (var (element, child) in fields.Children)
        {
            if (element.StartsWith("f:", StringComparison.Ordinal) && node is JsonObject obj)
                RemoveField(obj, element[2..], child);
            else if (node is JsonArray array && Find(array, element) is { } member)
                RemoveMember(array, member, child);
        }
    }

    private static void RemoveField(JsonObject obj, string field, FieldSet fields)
    {
        if (fields.IsMember && fields.Children.Count == 0)
            obj.Remove(field);
        else
            Remove(obj[field], fields);
        if (obj[field] is JsonArray { Count: 0 } && fields.Children.Count > 0)
            obj.Remove(field);
    }

    private static void RemoveMember(JsonArray array, JsonNode member, FieldSet fields)
    {
        if (fields.IsMember)
            array.Remove(member);
        else
            Remove(member, fields);
    }

    private static JsonNode? Find(JsonArray array, string element)
    {
        var wanted = JsonNode.Parse(element[2..]);
        return element[0] == 'v'
            ? array.FirstOrDefault(n => JsonNode.DeepEquals(n, wanted))
            : array.OfType<JsonObject>().FirstOrDefault(o => wanted is JsonObject keys && keys.All(k => HasKey(o, k)));
    }

    private static bool HasKey(JsonObject item, KeyValuePair<string, JsonNode?> key) =>
        JsonNode.DeepEquals(item[key.Key], key.Value) || (key.Key == "protocol" && item.Text("protocol") is null);
}
