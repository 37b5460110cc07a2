using System.Buffers;
using System.Text.Json;

namespace Scanner.Reports;

/// <summary>Writes JSON so that equal values are equal bytes: the fields of objects in order of their names. Servers store them in an order of their own.</summary>
internal static class CanonicalJson
{
    public static void Write(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    Write(property.Value, json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(item, json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    /// <summary>The bytes that <paramref name="write"/> makes, until the next call for the same buffer.</summary>
    public static ReadOnlyMemory<byte> Bytes(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return buffer.WrittenMemory;
    }
}
