using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Decoding;

/// <summary>Reads JSON as the server does: of a repeated key the last one counts, and the repetition can be reported.</summary>
internal static class StrictJson
{
    /// <exception cref="GoJsonException">The text is no JSON.</exception>
    public static (JsonNode? Root, RepeatedKeys Repeated) Parse(ReadOnlySpan<byte> json)
    {
        GoJsonSyntax.Check(json);
        var repeated = new RepeatedKeys();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            reader.Read();
            return (ReadValue(ref reader, json, repeated), repeated);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new GoJsonException(e.Message);
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, RepeatedKeys repeated) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, text, repeated),
        JsonTokenType.StartArray => ReadArray(ref reader, text, repeated),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.Null => null,
        var token => JsonValue.Create(token == JsonTokenType.True),
    };

    private static JsonNode Number(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonNode.Parse(reader.ValueSpan)!;

    private static JsonObject ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, RepeatedKeys repeated)
    {
        var obj = new JsonObject();
        var keys = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var start = reader.TokenStartIndex;
            keys.Add(key);
            reader.Read();
            var value = ReadValue(ref reader, text, repeated);
            if (obj.ContainsKey(key))
                repeated.Lines.Add((1 + text[..(int)start].Count((byte)'\n'), key));
            obj[key] = value;
        }

        if (keys.Count > obj.Count)
            repeated.Add(obj, keys);
        return obj;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, RepeatedKeys repeated)
    {
        var array = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            array.Add(ReadValue(ref reader, text, repeated));
        return array;
    }
}
