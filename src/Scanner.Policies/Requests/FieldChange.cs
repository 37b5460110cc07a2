using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Scanner.Policies.Requests;

/// <summary>A field of a pod or of a container with another value.</summary>
/// <param name="Path">Objects that are missing on the way are made.</param>
/// <param name="Value">JSON; null takes the field away.</param>
internal sealed record FieldChange(ImmutableArray<string> Path, string? Value)
{
    /// <param name="path">Names with dots between them.</param>
    public static FieldChange At(string path, string? value) => new([.. path.Split('.')], value);

    public void Apply(JsonObject item)
    {
        foreach (var name in Path[..^1])
        {
            if (item[name] is not JsonObject inner)
            {
                if (Value is null)
                    return;
                item[name] = inner = [];
            }

            item = inner;
        }

        if (Value is null)
            item.Remove(Path[^1]);
        else
            item[Path[^1]] = JsonNode.Parse(Value);
    }

    /// <summary>The value there; null where there is none.</summary>
    public JsonNode? In(JsonObject item)
    {
        JsonNode? node = item;
        foreach (var name in Path)
            node = (node as JsonObject)?[name];
        return node;
    }
}
