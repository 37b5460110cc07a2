using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    /// <summary>The patched object.</summary>
    /// <exception cref="PatchException">An operation is malformed, its path is missing, or a test fails.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray patch)
    {
        JsonNode? root = target.DeepClone();
        foreach (var operation in patch)
        {
            if (operation is not JsonObject step || step.Text("op") is not { } op || step.Text("path") is not { } path)
                throw new PatchException("json patch operation needs op and path");
            root = Step(root, step, op, path);
        }

        return root as JsonObject ?? throw new PatchException("the patched document is not an object");
    }

    private static JsonNode? Step(JsonNode? root, JsonObject step, string op, string path)
    {
        switch (op)
        {
            case "test":
                if (!JsonNode.DeepEquals(Get(root, path), step["value"]))
                    throw new PatchException($"testing value {path} failed: test failed");
                return root;
            case "add":
                return Add(root, path, step["value"]?.DeepClone());
            case "replace":
                _ = Get(root, path);
                return Add(Remove(root, path), path, step["value"]?.DeepClone());
            case "remove":
                return Remove(root, path);
            case "copy":
                return Add(root, path, Get(root, From(step))?.DeepClone());
            case "move":
                var moved = Get(root, From(step))?.DeepClone();
                return Add(Remove(root, From(step)), path, moved);
            default:
                throw new PatchException($"unexpected kind: {op}");
        }
    }

    private static string From(JsonObject step) => step.Text("from") ?? throw new PatchException("json patch operation needs from");

    private static JsonNode? Get(JsonNode? root, string path)
    {
        foreach (var part in Parts(path))
        {
            root = root switch
            {
                JsonObject obj when obj.TryGetPropertyValue(part, out var value) => value,
                JsonArray array when Index(part, array.Count - 1) is { } at => array[at],
                _ => throw Missing(path),
            };
        }

        return root;
    }

    private static JsonNode? Add(JsonNode? root, string path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        var (parent, last) = Parent(root, path);
        switch (parent)
        {
            case JsonObject obj:
                obj[last] = value;
                break;
            case JsonArray array when last == "-":
                array.Add(value);
                break;
            case JsonArray array when Index(last, array.Count) is { } at:
                array.Insert(at, value);
                break;
            default:
                throw Missing(path);
        }

        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string path)
    {
        if (path.Length == 0)
            return null;
        var (parent, last) = Parent(root, path);
        if (parent is JsonArray array && Index(last, array.Count - 1) is { } at)
            array.RemoveAt(at);
        else if (parent is not JsonObject obj || !obj.Remove(last))
            throw Missing(path);
        return root;
    }

    private static (JsonNode? Parent, string Last) Parent(JsonNode? root, string path)
    {
        var slash = path.LastIndexOf('/');
        return (Get(root, path[..Math.Max(slash, 0)]), Unescape(path[(slash + 1)..]));
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/').Skip(1).Select(Unescape);

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static int? Index(string part, int highest) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= highest ? at : null;

    private static PatchException Missing(string path) => new($"doc is missing path: {path}: missing value");
}
