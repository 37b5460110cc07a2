using System.Text;
using System.Text.Json;

namespace Scanner.Policies.Cel.Values;

/// <summary>JSON as CEL sees an object without a schema: numbers without fraction or exponent are integers, as in the API server.</summary>
public static class JsonValues
{
    public static CelValue From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => FromObject(json),
        JsonValueKind.Array => new CelList([.. json.EnumerateArray().Select(From)]),
        JsonValueKind.String => new CelString(json.GetString()!),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? CelInt.Of(whole) : new CelDouble(json.GetDouble()),
        JsonValueKind.True => CelBool.True,
        JsonValueKind.False => CelBool.False,
        _ => CelNull.Value,
    };

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

    private static CelTable FromObject(JsonElement json)
    {
        var table = new Dictionary<CelValue, CelValue>();
        foreach (var property in json.EnumerateObject())
            table[new CelString(property.Name)] = From(property.Value);
        return new CelTable(table);
    }
}
