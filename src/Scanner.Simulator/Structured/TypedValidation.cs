using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>Whether a value fits its type, as server-side apply asks before it merges.</summary>
internal static class TypedValidation
{
    /// <summary>What does not fit, in the server's words; empty when all does.</summary>
    /// <param name="duplicates">Whether a list may name an element twice, as stored objects may.</param>
    public static IReadOnlyList<string> Errors(JsonNode? value, SchemaType type, bool duplicates)
    {
        var errors = new List<string>();
        Visit(value, type, "", duplicates, errors);
        return errors;
    }

    /// <summary>Errors as one text: a single one as it is, several in a list.</summary>
    public static string Join(IReadOnlyList<string> errors) =>
        errors.Count == 1 ? errors[0] : "errors:" + string.Concat(errors.Select(e => "\n  " + e));

    /// <summary>What is wrong with a scalar; null when nothing is.</summary>
    public static string? ScalarError(ScalarKind kind, JsonNode? value)
    {
        var json = value?.GetValueKind();
        return (kind, json) switch
        {
            (_, null) or (ScalarKind.Number, JsonValueKind.Number) or (ScalarKind.Text, JsonValueKind.String) => null,
            (ScalarKind.Truth, JsonValueKind.True or JsonValueKind.False) => null,
            (ScalarKind.Any, not (JsonValueKind.Object or JsonValueKind.Array)) => null,
            (ScalarKind.Number, _) => $"expected numeric (int or float), got {GoValue.TypeName(value)}",
            (ScalarKind.Text, _) => $"expected string, got &value.valueUnstructured{{Value:{GoValue.Syntax(value)}}}",
            (ScalarKind.Truth, _) => $"expected boolean, got {Got(value)}",
            _ => $"expected any scalar, got {Got(value)}",
        };
    }

    private static void Visit(JsonNode? value, SchemaType type, string path, bool duplicates, List<string> errors)
    {
        var form = type.For(value);
        if (form.Map is { } map)
            VisitMap(value, map, path, duplicates, errors);
        else if (form.Scalar is { } scalar)
            Add(errors, path, ScalarError(scalar, value));
        else if (form.List is { } list)
            VisitList(value, list, path, duplicates, errors);
    }

    private static void VisitMap(JsonNode? value, MapShape map, string path, bool duplicates, List<string> errors)
    {
        if (value is not JsonObject obj)
        {
            Add(errors, path, value is null ? null : $"expected map, got {Got(value)}");
            return;
        }

        foreach (var (field, inner) in obj)
        {
            if (map.TypeOf(field) is { } type)
                Visit(inner, type, $"{path}.{field}", duplicates, errors);
            else
                Add(errors, $"{path}.{field}", "field not declared in schema");
        }
    }

    private static void VisitList(JsonNode? value, ListShape list, string path, bool duplicates, List<string> errors)
    {
        if (value is not JsonArray array)
        {
            Add(errors, path, value is null ? null : $"expected list, got {Got(value)}");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < array.Count; i++)
        {
            var (element, error) = list.IsAssociative ? PathElement.Item(list, array[i]) : ($"i:{i}", null);
            if (error is not null)
            {
                Add(errors, path, $"element {i}: {error}");
                return;
            }

            if (!seen.Add(element) && !duplicates)
                Add(errors, path, $"duplicate entries for key {PathElement.Print(element)}");
            Visit(array[i], list.Element, path + PathElement.Print(element), duplicates, errors);
        }
    }

    private static void Add(List<string> errors, string path, string? error)
    {
        if (error is not null)
            errors.Add(path.Length == 0 ? error : $"{path}: {error}");
    }

    private static string Got(JsonNode? value) => $"&{{{GoValue.Plain(value)}}}";
}
