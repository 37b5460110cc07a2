using System.Text.Json;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.Conformance.Kyverno;

/// <summary>Reads the documents of YAML files.</summary>
internal static class YamlFile
{
    /// <summary>Every document; of a list its items.</summary>
    /// <exception cref="FormatException">The file is no YAML.</exception>
    public static List<JsonElement> Read(string path)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StreamReader(path);
            stream.Load(reader);
            return [.. stream.Documents.Select(d => Json(d.RootNode)).SelectMany(Items)];
        }
        catch (YamlException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    private static JsonElement Json(YamlNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            YamlToJson.Write(writer, node);
        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    private static IEnumerable<JsonElement> Items(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return [];
        return document.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array && document.TryGetProperty("kind", out var kind) && kind.GetString()!.EndsWith("List", StringComparison.Ordinal)
            ? items.EnumerateArray()
            : [document];
    }
}
