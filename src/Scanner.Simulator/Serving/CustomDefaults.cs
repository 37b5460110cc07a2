using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The defaults of a structural schema.</summary>
internal static class CustomDefaults
{
    /// <summary>Fills in, in place, what is absent and has a default.</summary>
    public static void Apply(JsonNode? value, JsonObject schema)
    {
        if (value is JsonArray array && schema.Object("items") is { } items)
        {
            foreach (var item in array)
                Apply(item, items);
        }

        if (value is not JsonObject obj)
            return;
        foreach (var (field, declared) in schema.Object("properties") ?? [])
        {
            if (!obj.ContainsKey(field) && declared?["default"] is { } fallback)
                obj[field] = fallback.DeepClone();
            if (declared is JsonObject inner && obj[field] is { } present)
                Apply(present, inner);
        }

        if (schema.Object("additionalProperties") is not { } others)
            return;
        foreach (var (_, entry) in obj.Where(p => schema.Object("properties")?.ContainsKey(p.Key) != true))
            Apply(entry, others);
    }
}
