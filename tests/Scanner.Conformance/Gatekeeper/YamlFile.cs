using System.Text.Json;
using Scanner.ApiServer.Yaml;

namespace Scanner.Conformance.Gatekeeper;

internal static class YamlFile
{
    /// <summary>Every document of a file as JSON.</summary>
    public static List<JsonElement> Read(string path)
    {
        var quotes = new ContinuedLines();
        var reader = new YamlNodeReader(new StringReader(string.Join('\n', File.ReadLines(path).Select(quotes.Next))));
        var documents = new List<JsonElement>();
        while (reader.NextDocument())
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
                YamlToJson.Write(json, reader.Read());
            using var document = JsonDocument.Parse(stream.ToArray());
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                documents.Add(document.RootElement.Clone());
        }

        return documents;
    }
}
