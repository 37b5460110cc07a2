using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Scanner.Publishing.Documents;

/// <summary>How the output is serialized.</summary>
public static class ScanJson
{
    /// <summary>Quotes in policies' messages stay readable, and nothing is hidden; the output is a file or a terminal, never HTML.</summary>
    public static JsonTypeInfo<ScanDocument> Document { get; } = new ScanJsonContext(
        new JsonSerializerOptions(ScanJsonContext.Default.Options) { Encoder = VisibleJsonEncoder.Instance }).ScanDocument;
}
