using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Policies.JsonPatches;

namespace Scanner.Policies.MutatingPolicies;

/// <summary>Applies a JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <returns>The patched object; null where a test of the patch fails, so that it is not applied; or why it cannot be.</returns>
    public static (JsonNode? Patched, string? Error) Apply(JsonNode? target, JsonArray? operations)
    {
        var root = target?.DeepClone();
        foreach (var operation in operations?.OfType<JsonObject>() ?? [])
        {
            var path = Pointer(operation["path"]);
            if (Text(operation["op"]) == "test")
            {
                if (!Find(root, path, out var found) || !JsonNode.DeepEquals(found, operation["value"]))
                    return (null, null);
                continue;
            }

            if (One(ref root, operation, path) is { } error)
                return (null, error);
        }

        return (root, null);
    }

    private static string? One(ref JsonNode? root, JsonObject operation, string[] path)
    {
        var from = Pointer(operation["from"]);
        switch (Text(operation["op"]))
        {
            case "add":
                return Add(ref root, path, operation["value"]?.DeepClone());
            case "remove":
                return Remove(root, path);
            case "replace":
                return Find(root, path, out _) ? Replace(ref root, path, operation["value"]?.DeepClone()) : Missing(path);
            case "copy":
                return Find(root, from, out var copied) ? Add(ref root, path, copied?.DeepClone()) : Missing(from);
            case "move":
                if (!Find(root, from, out var moved))
                    return Missing(from);
                var clone = moved?.DeepClone();
                return Remove(root, from) ?? Add(ref root, path, clone);
            case var other:
                return $"unexpected kind: {other}";
        }
    }

    private static string? Add(ref JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            root = value;
            return null;
        }

        if (!Find(root, path[..^1], out var parent))
            return Missing(path);
        switch (parent)
        {
            case JsonObject item:
                item[path[^1]] = value;
                return null;
            case JsonArray list when path[^1] == "-":
                list.Add(value);
                return null;
            case JsonArray list when Index(path[^1]) is { } index && index <= list.Count:
                list.Insert(index, value);
                return null;
            default:
                return Missing(path);
        }
    }

    private static string? Replace(ref JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length > 0 && Find(root, path[..^1], out var parent) && parent is JsonArray list)
        {
            list[Index(path[^1])!.Value] = value;
            return null;
        }

        return Add(ref root, path, value);
    }

    private static string? Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0 || !Find(root, path, out _) || !Find(root, path[..^1], out var parent))
            return Missing(path);
        if (parent is JsonObject item)
            item.Remove(path[^1]);
        else
            ((JsonArray)parent!).RemoveAt(Index(path[^1])!.Value);
        return null;
    }

    private static bool Find(JsonNode? root, string[] path, out JsonNode? found)
    {
        found = root;
        foreach (var part in path)
        {
            if (found is JsonObject item && item.TryGetPropertyValue(part, out var child))
                found = child;
            else if (found is JsonArray list && Index(part) is { } index && index < list.Count)
                found = list[index];
            else
                return false;
        }

        return true;
    }

    private static int? Index(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static string[] Pointer(JsonNode? node) => JsonPointer.Parts(Text(node))[1..];

    private static string Missing(string[] path) => $"the path /{string.Join('/', path)} is not there";
}
