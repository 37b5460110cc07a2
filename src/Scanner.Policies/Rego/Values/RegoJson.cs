using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Scanner.Policies.Rego.Values;

/// <summary>Values from JSON and back. Sets become arrays, and keys that are no texts are written as JSON.</summary>
public static class RegoJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static RegoValue From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => FromObject(json),
        JsonValueKind.Array => FromArray(json),
        JsonValueKind.String => new RegoString(json.GetString()!),
        JsonValueKind.Number => (json.TryGetInt64(out var whole) ? RegoNumber.Of(whole) : RegoNumber.Parse(json.GetRawText())) ?? (RegoValue)RegoNull.Value,
        JsonValueKind.True => RegoBool.True,
        JsonValueKind.False => RegoBool.False,
        _ => RegoNull.Value,
    };

    /// <summary>Null for a text that is no JSON.</summary>
    internal static RegoValue? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return From(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    public static string Write(RegoValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static RegoArray FromArray(JsonElement json)
    {
        var items = new RegoValue[json.GetArrayLength()];
        var i = 0;
        foreach (var item in json.EnumerateArray())
            items[i++] = From(item);
        return new RegoArray(items);
    }

    private static RegoObject FromObject(JsonElement json)
    {
        var count = json.GetPropertyCount();
        var (keys, values) = (new RegoValue[count], new RegoValue[count]);
        var i = 0;
        foreach (var property in json.EnumerateObject())
            (keys[i], values[i++]) = (new RegoString(property.Name), From(property.Value));
        return RegoObject.Of(keys, values);
    }

    private static void Write(Utf8JsonWriter writer, RegoValue value)
    {
        switch (value)
        {
            case RegoBool flag:
                writer.WriteBooleanValue(!flag.IsFalse);
                break;
            case RegoNumber number:
                writer.WriteRawValue(number.Text, skipInputValidation: true);
                break;
            case RegoString text:
                writer.WriteStringValue(text.Value);
                break;
            case RegoArray array:
                WriteAll(writer, array.Items);
                break;
            case RegoSet set:
                WriteAll(writer, set.Items);
                break;
            case RegoObject table:
                WriteObject(writer, table);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<RegoValue> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            Write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, RegoObject table)
    {
        writer.WriteStartObject();
        for (var i = 0; i < table.Count; i++)
        {
            writer.WritePropertyName(table.Keys[i] is RegoString key ? key.Value : Write(table.Keys[i]));
            Write(writer, table.Values[i]);
        }

        writer.WriteEndObject();
    }
}
