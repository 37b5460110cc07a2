using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The parts of structural schemas that reports use: declared fields, types, enums, required fields.</summary>
internal static class CustomSchema
{
    /// <summary>Paths of fields that the schema does not declare.</summary>
    public static IReadOnlyList<string> Unknown(JsonObject obj, JsonObject schema)
    {
        var found = new List<string>();
        foreach (var (field, value) in obj)
        {
            if (field is not ("apiVersion" or "kind" or "metadata"))
                FindUnknownField(field, value, field, schema, found);
        }

        return found;
    }

    /// <summary>What is wrong with declared fields, as causes of a 422.</summary>
    public static IReadOnlyList<(string Reason, string Message, string Field)> Errors(JsonObject obj, JsonObject schema)
    {
        var errors = new List<(string Reason, string Message, string Field)>();
        Validate(obj, schema, "", errors);
        return errors;
    }

    private static void FindUnknownField(string field, JsonNode? value, string path, JsonObject schema, List<string> found)
    {
        var declared = schema.Object("properties")?.Object(field) ?? schema.Object("additionalProperties");
        if (declared is not null)
            FindUnknown(value, path, declared, found);
        else if (!schema.Flag("x-kubernetes-preserve-unknown-fields") && schema["additionalProperties"] is null)
            found.Add(path);
    }

    private static void FindUnknown(JsonNode? value, string path, JsonObject schema, List<string> found)
    {
        switch (value)
        {
            case JsonObject obj:
                foreach (var (field, inner) in obj)
                    FindUnknownField(field, inner, $"{path}.{field}", schema, found);
                break;
            case JsonArray array when schema.Object("items") is { } items:
                for (var i = 0; i < array.Count; i++)
                    FindUnknown(array[i], $"{path}[{i}]", items, found);
                break;
        }
    }

    private static void Validate(JsonNode value, JsonObject schema, string path, List<(string Reason, string Message, string Field)> errors)
    {
        if (!HasType(value, schema))
        {
            var message = $"Invalid value: \"{TypeOf(value)}\": {path} in body must be of type {schema.Text("type")}: \"{TypeOf(value)}\"";
            errors.Add(("FieldValueTypeInvalid", message, path));
            return;
        }

        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            var values = string.Join(", ", allowed.Select(a => JsonText.ToText(a!)));
            errors.Add(("FieldValueNotSupported", $"Unsupported value: {JsonText.ToText(value)}: supported values: {values}", path));
        }

        if (value is JsonObject obj)
            ValidateFields(obj, schema, path, errors);
        else if (value is JsonArray array && schema.Object("items") is { } items)
            ValidateItems(array, items, path, errors);
    }

    private static void ValidateFields(JsonObject obj, JsonObject schema, string path, List<(string Reason, string Message, string Field)> errors)
    {
        foreach (var required in schema.Texts("required").Where(r => !obj.ContainsKey(r)))
            errors.Add(("FieldValueRequired", "Required value", Join(path, required)));
        foreach (var (field, value) in obj)
        {
            var declared = schema.Object("properties")?.Object(field) ?? schema.Object("additionalProperties");
            if (value is not null && declared is not null && !(path.Length == 0 && field == "metadata"))
                Validate(value, declared, Join(path, field), errors);
        }
    }

    private static void ValidateItems(JsonArray array, JsonObject items, string path, List<(string Reason, string Message, string Field)> errors)
    {
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is { } item)
                Validate(item, items, $"{path}[{i}]", errors);
        }
    }

    private static string Join(string path, string field) => path.Length == 0 ? field : path + "." + field;

    private static bool HasType(JsonNode value, JsonObject schema) =>
        schema.Flag("x-kubernetes-int-or-string") || schema.Text("type") is not { } type || TypeOf(value) == type
        || (type == "number" && TypeOf(value) == "integer");

    private static string TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.WholeNumber() is not null ? "integer" : "number",
        _ => "null",
    };
}
