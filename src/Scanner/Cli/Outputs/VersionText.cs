using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scanner.Core;

namespace Scanner.Cli.Outputs;

/// <summary>Writes versions with the words and fields of <c>kubectl version</c>.</summary>
internal static class VersionText
{
    /// <param name="format"><c>json</c>, <c>yaml</c>, or null for text.</param>
    /// <param name="server">Null where none was asked, or none answered.</param>
    public static void Write(TextWriter output, string? format, string client, string? server)
    {
        List<(string Field, string Label, string Version)> versions = [("clientVersion", "Client Version", client)];
        if (server is not null)
            versions.Add(("serverVersion", "Server Version", PlainText.OneLine(server)));
        if (format == "json")
        {
            output.WriteLine(Json(versions));
            return;
        }

        foreach (var (field, label, version) in versions)
            output.Write(format == "yaml" ? $"{field}:\n  gitVersion: {JsonSerializedText(version)}\n" : $"{label}: {version}\n");
    }

    // A text in JSON is one in YAML too.
    private static string JsonSerializedText(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Json(List<(string Field, string Label, string Version)> versions)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (field, _, version) in versions)
            {
                json.WriteStartObject(field);
                json.WriteString("gitVersion", version);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
