using System.Text.Json;
using Scanner.ApiServer.Yaml;

namespace Scanner.Conformance.Gatekeeper;

internal static class YamlFile
{
    /// <summary>Every document of a file as JSON.</summary>
    public static List<JsonElement> Read(string path)
    {
        var reader = new YamlNodeReader(new StringReader(File.ReadAllText(path)));
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
