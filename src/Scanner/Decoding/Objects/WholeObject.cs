using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Scanner.Decoding.Objects;

/// <summary>
/// Keeps an object as it is, for those who read what only they know of. Who owned which field is left out: it is long, and no policy is about
/// it.
/// </summary>
internal static class WholeObject
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 512, AllowDuplicateProperties = false };

    /// <param name="json">One JSON object.</param>
    /// <param name="apiVersion">Of an object of a list, which need not say so itself.</param>
    /// <param name="kind">Likewise.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It holds a text that is not Unicode.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json, string apiVersion, string kind)
    {
        var source = Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length + 64);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            Write(source, apiVersion, kind, writer);
        return Parse(buffer.WrittenMemory);
    }

    /// <summary>Any JSON value, with nothing added and nothing left out.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It holds a text that is not Unicode.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        CheckTexts(json.Span);
        using var document = JsonDocument.Parse(json, s_options);
        return document.RootElement.Clone();
    }

    private static void Write(JsonElement source, string apiVersion, string kind, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion", apiVersion);
        writer.WriteString("kind", kind);
        foreach (var field in source.EnumerateObject())
        {
            if (field.NameEquals("apiVersion") || field.NameEquals("kind"))
                continue;
            if (field.NameEquals("metadata") && field.Value.ValueKind == JsonValueKind.Object)
                WriteMetadata(field.Value, writer);
            else
                field.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(JsonElement metadata, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("metadata");
        foreach (var field in metadata.EnumerateObject())
        {
            if (!field.NameEquals("managedFields"))
                field.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    // Whoever asks for such a text later gets an exception in the place of an answer.
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = s_options.MaxDepth });
        while (reader.Read())
        {
            if ((reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) && (reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan)))
                CheckText(ref reader);
        }
    }

    private static void CheckText(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("holds a text that is not Unicode", e);
        }
    }
}
