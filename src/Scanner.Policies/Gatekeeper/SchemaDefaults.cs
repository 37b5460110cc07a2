using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Gatekeeper;

/// <summary>Fills in the defaults of a schema, as the API server does for a constraint: only within objects that are there.</summary>
internal static class SchemaDefaults
{
    private const int MostDepth = 60;

    /// <param name="schema">Of <c>spec.parameters</c>; null where the template has none.</param>
    public static JsonElement Applied(JsonElement constraint, JsonElement? schema)
    {
        if (schema is not { } given || MatchReader.Child(MatchReader.Child(constraint, "spec"), "parameters") is null || !HasDefault(given, 0))
            return constraint;
        var copy = JsonObject.Create(constraint)!;
        Fill(copy["spec"]!["parameters"], given, 0);
        return JsonValues.ToElement(copy);
    }

    private static bool HasDefault(JsonElement schema, int depth) =>
        depth < MostDepth && schema.ValueKind == JsonValueKind.Object
        && schema.EnumerateObject().Any(p => p.Name == "default" || HasDefault(p.Value, depth + 1));

    private static void Fill(JsonNode? value, JsonElement schema, int depth)
    {
        if (depth > MostDepth)
            return;
        if (value is JsonArray items && MatchReader.Child(schema, "items") is { } each)
        {
            foreach (var item in items)
                Fill(item, each, depth + 1);
        }

        if (value is not JsonObject table)
            return;
        if (MatchReader.Child(schema, "properties") is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (!table.ContainsKey(property.Name) && MatchReader.Child(property.Value, "default") is { } missing)
                    table[property.Name] = JsonNode.Parse(missing.GetRawText());
                Fill(table[property.Name], property.Value, depth + 1);
            }
        }

        if (MatchReader.Child(schema, "additionalProperties") is not { ValueKind: JsonValueKind.Object } others)
            return;
        foreach (var (_, inner) in table)
            Fill(inner, others, depth + 1);
    }
}
