using System.Globalization;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Serving;

/// <summary>Paths as error messages print them: <c>spec.containers[0].image</c>.</summary>
internal static class FieldPath
{
    /// <summary>Removes the field at <paramref name="path"/>, if it is there.</summary>
    public static void Remove(JsonObject obj, string path)
    {
        JsonNode? node = obj;
        var parts = path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts[..^1])
        {
            node = part[0] == '[' && int.TryParse(part[1..^1], CultureInfo.InvariantCulture, out var at)
                ? (node as JsonArray)?.ElementAtOrDefault(at)
                : (node as JsonObject)?[part];
        }

        (node as JsonObject)?.Remove(parts[^1]);
    }
}
