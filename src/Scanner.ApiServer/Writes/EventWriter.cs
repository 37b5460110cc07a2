using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Writes;

/// <summary>Writes Events, and the one patch there is of them.</summary>
internal static class EventWriter
{
    // metav1.MicroTime: microseconds, no more and no less.
    private const string MicroTime = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static byte[] Create(ClusterEvent written) => Object(json =>
    {
        json.WriteString("apiVersion", "events.k8s.io/v1");
        json.WriteString("kind", "Event");
        json.WriteStartObject("metadata");
        json.WriteString("name", written.Name);
        json.WriteString("namespace", AllowedShapes.EventNamespace);
        json.WriteEndObject();
        json.WriteString("eventTime", Text(written.Time));
        json.WriteString("reportingController", written.Reporter.Controller);
        json.WriteString("reportingInstance", written.Reporter.Instance);
        json.WriteString("action", written.Action);
        json.WriteString("reason", written.Reason);
        json.WriteString("type", written.IsWarning ? "Warning" : "Normal");
        json.WriteString("note", written.Note);
        json.WriteStartObject("regarding");
        json.WriteString("apiVersion", written.About.ApiVersion);
        json.WriteString("kind", written.About.Kind);
        json.WriteString("name", written.About.Name);
        json.WriteEndObject();
    });

    /// <summary>A merge patch (RFC 7396).</summary>
    public static byte[] Series(int count, DateTimeOffset lastObserved) => Object(json =>
    {
        json.WriteStartObject("series");
        json.WriteNumber("count", count);
        json.WriteString("lastObservedTime", Text(lastObserved));
        json.WriteEndObject();
    });

    private static byte[] Object(Action<Utf8JsonWriter> fields)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(MicroTime, CultureInfo.InvariantCulture);
}
