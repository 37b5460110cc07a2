using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Scanner.ApiServer.Reviews;

/// <summary>Writes the body of a review. The classes of KubernetesClient for it would be most of the code that they bring along.</summary>
internal static class ReviewBody
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="spec">Writes the fields of <c>spec</c>.</param>
    public static byte[] Of(string apiVersion, string kind, Action<Utf8JsonWriter> spec)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, s_options))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", apiVersion);
            json.WriteString("kind", kind);
            json.WriteStartObject("spec");
            spec(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }
}
