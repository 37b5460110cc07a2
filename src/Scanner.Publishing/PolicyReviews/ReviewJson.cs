using System.Buffers;
using System.Text;
using System.Text.Json;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.PolicyReviews;

/// <summary><c>scanner review -o json</c>.</summary>
internal static class ReviewJson
{
    public static string Text(ReviewResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = VisibleJsonEncoder.Instance }))
            Write(result, json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(ReviewResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteStartObject("request");
        WriteTexts(
            json, ("operation", result.Request.Operation), ("group", result.Request.Group), ("version", result.Request.Version), ("kind", result.Request.Kind),
            ("resource", result.Request.Resource), ("namespace", result.Request.Namespace), ("name", result.Request.Name),
            ("container", result.Request.Container));
        json.WriteEndObject();
        json.WriteString("outcome", result.Outcome.ToString());
        json.WriteString("because", result.Because);
        json.WriteStartArray("decisions");
        foreach (var decision in result.Decisions)
        {
            json.WriteStartObject();
            WriteTexts(
                json, ("engine", decision.Engine), ("kind", decision.Kind), ("namespace", decision.Namespace), ("name", decision.Name),
                ("rule", decision.Rule), ("decision", decision.Answer), ("message", decision.Message));
            json.WriteBoolean("denies", decision.Denies);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteList(json, "notes", result.Notes);
        WriteList(json, "errors", result.Errors);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        foreach (var (name, value) in fields)
            json.WriteString(name, value);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
