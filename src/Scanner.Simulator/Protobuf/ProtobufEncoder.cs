using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Protobuf;

/// <summary>Encodes JSON objects by the embedded schema. Fields that the schema does not know are dropped.</summary>
internal static class ProtobufEncoder
{
    /// <summary>The bytes of one message.</summary>
    public static byte[] Encode(string message, JsonObject obj) => Write(message, obj).ToArray();

    private static ProtobufWriter Write(string message, JsonObject? obj)
    {
        var writer = new ProtobufWriter();
        foreach (var field in ProtobufSchema.Fields(message))
        {
            if (field.IsInline)
                writer.WriteMessage(field.Number, Write(field.TypeName, obj));
            else
                WriteField(writer, field, obj?[field.Name]);
        }

        return writer;
    }

    private static void WriteField(ProtobufWriter writer, ProtobufField field, JsonNode? value)
    {
        if (field.IsMap)
            WriteMap(writer, field, value as JsonObject ?? []);
        else if (field.IsRepeated)
            WriteAll(writer, field, value as JsonArray ?? []);
        else if (value is not null || field.IsAlwaysWritten)
            WriteValue(writer, field, field.Number, value);
    }

    private static void WriteAll(ProtobufWriter writer, ProtobufField field, JsonArray values)
    {
        foreach (var value in values)
            WriteValue(writer, field, field.Number, value);
    }

    // A map is a repeated message of key 1 and value 2, written in key order.
    private static void WriteMap(ProtobufWriter writer, ProtobufField field, JsonObject map)
    {
        foreach (var (key, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var entry = new ProtobufWriter();
            entry.WriteText(1, key);
            WriteValue(entry, field, 2, value);
            writer.WriteMessage(field.Number, entry);
        }
    }

    private static void WriteValue(ProtobufWriter writer, ProtobufField field, int number, JsonNode? value)
    {
        switch (field.Kind)
        {
            case ProtobufKind.String:
                writer.WriteText(number, Text(value));
                break;
            case ProtobufKind.Bool:
                writer.WriteInteger(number, value?.GetValueKind() == JsonValueKind.True ? 1 : 0);
                break;
            case ProtobufKind.Integer:
                writer.WriteInteger(number, Integer(value));
                break;
            case ProtobufKind.Bytes:
                writer.WriteBytes(number, Convert.FromBase64String(Text(value)));
                break;
            case ProtobufKind.Message:
                writer.WriteMessage(number, Write(field.TypeName, value as JsonObject));
                break;
            case ProtobufKind.Time:
                writer.WriteMessage(number, Time(Text(value)));
                break;
            case ProtobufKind.Quantity:
                var quantity = new ProtobufWriter();
                quantity.WriteText(1, Text(value));
                writer.WriteMessage(number, quantity);
                break;
            case ProtobufKind.IntOrString:
                writer.WriteMessage(number, IntOrString(value));
                break;
            case ProtobufKind.FieldsV1:
                var fields = new ProtobufWriter();
                fields.WriteBytes(1, JsonText.ToBytes(value ?? new JsonObject()));
                writer.WriteMessage(number, fields);
                break;
        }
    }

    // No time is an empty message.
    private static ProtobufWriter Time(string text)
    {
        var message = new ProtobufWriter();
        if (text.Length > 0)
        {
            var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            message.WriteInteger(1, time.ToUnixTimeSeconds());
            message.WriteInteger(2, time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        }

        return message;
    }

    private static ProtobufWriter IntOrString(JsonNode? value)
    {
        var message = new ProtobufWriter();
        var isText = value?.GetValueKind() == JsonValueKind.String;
        message.WriteInteger(1, isText ? 1 : 0);
        message.WriteInteger(2, isText ? 0 : Integer(value));
        message.WriteText(3, isText ? Text(value) : "");
        return message;
    }

    private static string Text(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static long Integer(JsonNode? value) => value.WholeNumber() ?? 0;
}
