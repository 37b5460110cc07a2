using System.Buffers;
using System.Text.Json;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Notifications;

/// <summary>Writes the bodies of messages, in which nothing is hidden, as in all that is published.</summary>
internal static class NotificationJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = VisibleJsonEncoder.Instance };

    public static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, s_options))
            fields(json);
        return body.WrittenSpan.ToArray();
    }
}
