using System.Text;
using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>The 409 of server-side apply: one cause a field.</summary>
internal static class ApplyConflicts
{
    public static ApiStatus Describe(IReadOnlyList<(JsonObject Entry, FieldSet Fields)> conflicts)
    {
        var causes = new JsonArray();
        var text = new StringBuilder();
        foreach (var (entry, fields) in conflicts.OrderBy(c => Manager(c.Entry), StringComparer.Ordinal))
        {
            var paths = fields.Paths().Select(Path).Order(StringComparer.Ordinal).ToArray();
            text.Append(text.Length > 0 ? "\n" : "").Append(paths.Length == 1 && conflicts.Count == 1 ? "conflict" : "conflicts").Append(" with ").Append(Manager(entry));
            if (paths.Length == 1 && conflicts.Count == 1)
                text.Append(": ").Append(paths[0]);
            else
                text.Append(':').Append(string.Concat(paths.Select(p => "\n- " + p)));
            foreach (var path in paths)
            {
                causes.Add(new JsonObject
                {
                    ["reason"] = "FieldManagerConflict",
                    ["message"] = "conflict with " + Manager(entry),
                    ["field"] = path,
                });
            }
        }

        var count = causes.Count == 1 ? "1 conflict" : $"{causes.Count} conflicts";
        return ApiStatus.Failure(409, "Conflict", $"Apply failed with {count}: {text}", new JsonObject { ["causes"] = causes });
    }

    private static string Manager(JsonObject entry)
    {
        var text = $"\"{entry.Text("manager")}\"";
        if (entry.Text("subresource") is { } subresource)
            text += $" with subresource \"{subresource}\"";
        if (entry.Text("operation") == "Update")
            text += $" using {entry.Text("apiVersion")}";
        return entry.Text("operation") == "Update" && entry.Text("time") is { } time ? $"{text} at {time}" : text;
    }

    private static string Path(IReadOnlyList<string> elements) => string.Concat(elements.Select(e => e[0] switch
    {
        'f' => "." + e[2..],
        'k' => "[" + string.Join(',', ((JsonObject)JsonNode.Parse(e[2..])!).Select(k => $"{k.Key}={JsonText.ToText(k.Value ?? "")}")) + "]",
        _ => "[=" + e[2..] + "]",
    }));
}
