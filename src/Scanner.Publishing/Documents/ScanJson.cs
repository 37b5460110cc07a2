using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Scanner.Publishing.Documents;

/// <summary>How the output is serialized, and read back.</summary>
public static class ScanJson
{
    /// <summary>Quotes in policies' messages stay readable, and nothing is hidden; the output is a file or a terminal, never HTML.</summary>
    public static JsonTypeInfo<ScanDocument> Document { get; } = new ScanJsonContext(
        new JsonSerializerOptions(ScanJsonContext.Default.Options) { Encoder = VisibleJsonEncoder.Instance }).ScanDocument;

    /// <summary>What lacks a field, or has null in the place of a value, is not taken for a result.</summary>
    public static JsonTypeInfo<ScanDocument> Reading { get; } = new ScanJsonContext(
        new JsonSerializerOptions(ScanJsonContext.Default.Options)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        }).ScanDocument;
}
