using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Policies.Cel.Values;

/// <summary>JSON as CEL sees an object without a schema: numbers without fraction or exponent are integers, as in the API server.</summary>
public static class JsonValues
{
    public static CelValue From(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? new CelTable(Entries(json, From)) : WithoutFields(json, From);

    /// <summary>As <see cref="From"/>, but what is in an object is made when something of it is asked for.</summary>
    /// <param name="json">Without halves of surrogate pairs; its document stays.</param>
    public static CelValue FromLate(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? new JsonMap(json) : WithoutFields(json, FromLate);

    /// <summary>Null for a text that is no JSON, or that holds a half of a surrogate pair.</summary>
    public static CelValue? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            return From(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The fields of an object, of which the last counts where two have one name.</summary>
    internal static Dictionary<CelValue, CelValue> Entries(JsonElement json, Func<JsonElement, CelValue> value)
    {
        var table = new Dictionary<CelValue, CelValue>();
        foreach (var property in json.EnumerateObject())
            table[new CelString(property.Name)] = value(property.Value);
        return table;
    }

    /// <summary>A value as JSON; an error where it has none.</summary>
    public static (JsonNode? Json, string? Error) ToNode(CelValue value)
    {
        switch (value)
        {
            case CelNull:
                return (null, null);
            case CelBool:
                return (JsonValue.Create(value.IsTrue), null);
            case CelInt whole:
                return (JsonValue.Create(whole.Value), null);
            case CelUint whole:
                return (JsonValue.Create(whole.Value), null);
            case CelDouble number when double.IsFinite(number.Value):
                return (JsonValue.Create(number.Value), null);
            case CelString or CelTimestamp:
                return (JsonValue.Create(value.ToString()), null);
            case CelList list:
                return ToArray(list);
            case CelMap map:
                return ToObject(map);
            default:
                return (null, $"a value of type {value.Type} is no JSON");
        }
    }

    /// <summary>A value as JSON for readers; null where it has none.</summary>
    public static JsonElement? ToElement(CelValue value) => ToNode(value) is (var json, null) ? ToElement(json) : null;

    /// <summary>What was built or changed as nodes, for readers.</summary>
    public static JsonElement ToElement(JsonNode? node)
    {
        using var document = JsonDocument.Parse(node?.ToJsonString() ?? "null");
        return document.RootElement.Clone();
    }

    private static (JsonNode?, string?) ToArray(CelList list)
    {
        var array = new JsonArray();
        foreach (var item in list.Items)
        {
            var (node, error) = ToNode(item);
            if (error is not null)
                return (null, error);
            array.Add(node);
        }

        return (array, null);
    }

    private static (JsonNode?, string?) ToObject(CelMap map)
    {
        var item = new JsonObject();
        foreach (var key in map.Keys)
        {
            var (node, error) = ToNode(map.Find(key)!);
            if (error is not null)
                return (null, error);
            item[key.ToString()!] = node;
        }

        return (item, null);
    }

    private static CelValue WithoutFields(JsonElement json, Func<JsonElement, CelValue> item) => json.ValueKind switch
    {
        JsonValueKind.Array => new CelList([.. json.EnumerateArray().Select(item)]),
        JsonValueKind.String => new CelString(json.GetString()!),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? CelInt.Of(whole) : new CelDouble(json.GetDouble()),
        JsonValueKind.True => CelBool.True,
        JsonValueKind.False => CelBool.False,
        _ => CelNull.Value,
    };
}
