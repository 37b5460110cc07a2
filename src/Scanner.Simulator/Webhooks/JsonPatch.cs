using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Webhooks;

/// <summary>RFC 6902 patches as mutating webhooks send them: add, remove, replace, move, copy and test.</summary>
internal static class JsonPatch
{
    /// <summary>Applies to a copy; false with the reason when an operation cannot be done.</summary>
    public static bool TryApply(JsonObject target, JsonArray patch, [NotNullWhen(true)] out JsonObject? patched, [NotNullWhen(false)] out string? problem)
    {
        patched = (JsonObject)target.DeepClone();
        foreach (var operation in patch)
        {
            problem = operation is JsonObject step ? Apply(patched, step) : "an operation is not an object";
            if (problem is not null)
            {
                patched = null;
                return false;
            }
        }

        problem = null;
        return true;
    }

    private static string? Apply(JsonObject root, JsonObject step)
    {
        var path = Pointer(step.Text("path"));
        switch (step.Text("op"))
        {
            case "add":
                return Add(root, path, step["value"]?.DeepClone());
            case "remove":
                return Remove(root, path);
            case "replace":
                return Remove(root, path) ?? Add(root, path, step["value"]?.DeepClone());
            case "test":
                return TryFind(root, path, out var tested) && JsonNode.DeepEquals(tested, step["value"]) ? null : $"testing value {step.Text("path")} failed";
            case "copy" or "move":
                var from = Pointer(step.Text("from"));
                if (!TryFind(root, from, out var source))
                    return $"missing path {step.Text("from")}";
                var copy = source?.DeepClone();
                return (step.Text("op") == "move" ? Remove(root, from) : null) ?? Add(root, path, copy);
            default:
                return $"unknown operation {GoText.Quote(step.Text("op") ?? "")}";
        }
    }

    private static string[] Pointer(string? path) => string.IsNullOrEmpty(path)
        ? []
        : [.. path[1..].Split('/').Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static bool TryFind(JsonNode? root, ReadOnlySpan<string> path, out JsonNode? found)
    {
        found = root;
        foreach (var token in path)
        {
            switch (found)
            {
                case JsonObject obj when obj.TryGetPropertyValue(token, out var child):
                    found = child;
                    break;
                case JsonArray array when int.TryParse(token, out var index) && index >= 0 && index < array.Count:
                    found = array[index];
                    break;
                default:
                    found = null;
                    return false;
            }
        }

        return true;
    }

    private static string? Add(JsonObject root, string[] path, JsonNode? value)
    {
        if (path.Length == 0 || !TryFind(root, path.AsSpan(0, path.Length - 1), out var parent))
            return $"missing path /{string.Join('/', path)}";
        switch (parent)
        {
            case JsonObject obj:
                obj[path[^1]] = value;
                return null;
            case JsonArray array when path[^1] == "-":
                array.Add(value);
                return null;
            case JsonArray array when int.TryParse(path[^1], out var index) && index >= 0 && index <= array.Count:
                array.Insert(index, value);
                return null;
            default:
                return $"missing path /{string.Join('/', path)}";
        }
    }

    private static string? Remove(JsonObject root, string[] path)
    {
        if (path.Length > 0 && TryFind(root, path.AsSpan(0, path.Length - 1), out var parent))
        {
            if (parent is JsonObject obj && obj.Remove(path[^1]))
                return null;
            if (parent is JsonArray array && int.TryParse(path[^1], out var index) && index >= 0 && index < array.Count)
            {
                array.RemoveAt(index);
                return null;
            }
        }

        return $"missing path /{string.Join('/', path)}";
    }
}
