using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The parts of structural schemas that reports use: declared fields, types, enums, required fields, formats of numbers.</summary>
internal static class CustomSchema
{
    /// <summary>Takes out, in place, what the schema does not declare, and returns the paths.</summary>
    public static IReadOnlyList<string> Prune(JsonObject obj, JsonObject schema)
    {
        var pruned = new List<string>();
        PruneFields(obj, schema, "", pruned, field => field is "apiVersion" or "kind" or "metadata");
        return pruned;
    }

    /// <summary>Takes out, in place, nulls of declared fields that may not be null, as decoding does.</summary>
    public static void DropNulls(JsonObject obj, JsonObject schema)
    {
        foreach (var (field, value) in obj.ToArray())
        {
            if (Declared(schema, field) is not { } declared)
                continue;
            if (value is null && !declared.Flag("nullable"))
                obj.Remove(field);
            foreach (var inner in value is JsonArray array ? array.OfType<JsonObject>() : new[] { value }.OfType<JsonObject>())
                DropNulls(inner, value is JsonArray ? declared.Object("items") ?? [] : declared);
        }
    }

    /// <summary>What is wrong with declared fields, as causes of a 422.</summary>
    public static IReadOnlyList<FieldCause> Errors(JsonObject obj, JsonObject schema)
    {
        var errors = new List<FieldCause>();
        Validate(obj, schema, "", errors);
        return errors;
    }

    private static void PruneFields(JsonObject obj, JsonObject schema, string path, List<string> pruned, Func<string, bool>? kept = null)
    {
        if (schema.Flag("x-kubernetes-preserve-unknown-fields") && schema.Object("properties") is null)
            return;
        foreach (var (field, value) in obj.Where(p => kept?.Invoke(p.Key) != true).ToArray())
        {
            var at = Join(path, field);
            if (Declared(schema, field) is { } declared)
                PruneValue(value, declared, at, pruned);
            else if (!schema.Flag("x-kubernetes-preserve-unknown-fields") && schema["additionalProperties"] is null)
            {
                pruned.Add(at);
                obj.Remove(field);
            }
        }
    }

    private static void PruneValue(JsonNode? value, JsonObject schema, string path, List<string> pruned)
    {
        if (value is JsonObject obj)
            PruneFields(obj, schema, path, pruned);
        if (value is not JsonArray array || schema.Object("items") is not { } items)
            return;
        for (var i = 0; i < array.Count; i++)
            PruneValue(array[i], items, $"{path}[{i}]", pruned);
    }

    private static void Validate(JsonNode? value, JsonObject schema, string path, List<FieldCause> errors)
    {
        if (value is null && schema.Flag("nullable"))
            return;
        if (!HasType(value, schema))
        {
            errors.Add(new(
                "FieldValueTypeInvalid", $"Invalid value: \"{TypeOf(value)}\": {path} in body must be of type {schema.Text("type")}: \"{TypeOf(value)}\"", path));
            if (schema.Text("type") == "integer" && TypeOf(value) == "number")
                errors.Add(new("FieldValueInvalid", $"Invalid value: \"\": Checked value must be of type integer (default format) in {path}", "<nil>"));
            return;
        }

        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            var values = string.Join(", ", allowed.Select(a => JsonText.ToText(a!)));
            errors.Add(new("FieldValueNotSupported", $"Unsupported value: {JsonText.ToText(value!)}: supported values: {values}", path));
        }

        if (value is JsonObject obj)
            ValidateFields(obj, schema, path, errors);
        else if (value is JsonArray array && schema.Object("items") is { } items)
            ValidateItems(array, items, path, errors);
        if (value is JsonArray list && (schema.Text("x-kubernetes-list-type") is "set" or "map"))
            ValidateUnique(list, schema, path, errors);
    }

    private static void ValidateFields(JsonObject obj, JsonObject schema, string path, List<FieldCause> errors)
    {
        foreach (var required in schema.Texts("required").Where(r => !obj.ContainsKey(r)))
            errors.Add(new("FieldValueRequired", "Required value", Join(path, required)));
        foreach (var (field, value) in obj)
        {
            if (Declared(schema, field) is { } declared && !(path.Length == 0 && field == "metadata"))
                Validate(value, declared, Join(path, field), errors);
        }
    }

    private static void ValidateItems(JsonArray array, JsonObject items, string path, List<FieldCause> errors)
    {
        for (var i = 0; i < array.Count; i++)
            Validate(array[i], items, $"{path}[{i}]", errors);
    }

    // A set holds no value twice, a keyed list no two elements with the same keys.
    private static void ValidateUnique(JsonArray array, JsonObject schema, string path, List<FieldCause> errors)
    {
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < array.Count; i++)
        {
            var id = keys.Length == 0
                ? array[i]
                : new JsonObject(keys.Where(k => (array[i] as JsonObject)?.ContainsKey(k) == true).Select(k => KeyValuePair.Create(k, array[i]![k]?.DeepClone())));
            var text = id is null ? "null" : JsonText.ToText(JsonText.Sorted(id)!);
            if (!seen.Add(text))
                errors.Add(new("FieldValueDuplicate", "Duplicate value: " + text, $"{path}[{i}]"));
        }
    }

    private static JsonObject? Declared(JsonObject schema, string field) => schema.Object("properties")?.Object(field) ?? schema.Object("additionalProperties");

    private static string Join(string path, string field) => path.Length == 0 ? field : path + "." + field;

    private static bool HasType(JsonNode? value, JsonObject schema) =>
        schema.Text("type") is not { } type || (schema.Flag("x-kubernetes-int-or-string") && value is JsonValue) || TypeOf(value) == type
        || (type == "number" && TypeOf(value) == "integer");

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.WholeNumber() is not null ? "integer" : "number",
        _ => "null",
    };
}
