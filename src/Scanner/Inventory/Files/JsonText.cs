using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Scanner.Inventory.Files;

/// <summary>What is asked of the JSON of an object besides reading it.</summary>
internal static class JsonText
{
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = 512 };

    /// <summary>The text that stands here; empty for one that is not Unicode, which an escape can spell.</summary>
    public static string StringOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>Whether the text that stands here is this one; a text that is not Unicode is none.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The same object with <c>metadata.namespace</c> set, which then counts whatever stood there.</summary>
    public static ReadOnlySpan<byte> WithNamespace(ReadOnlySpan<byte> json, string ns, ArrayBufferWriter<byte> buffer)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = Is(ref reader, "metadata"u8);
            reader.Read();
            var isEmpty = json[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8).StartsWith("}"u8);
            reader.Skip();
            if (!isMetadata || reader.TokenType != JsonTokenType.EndObject)
                continue;
            var end = (int)reader.TokenStartIndex;
            buffer.ResetWrittenCount();
            buffer.Write(json[..end]);
            buffer.Write(Encoding.UTF8.GetBytes($"{(isEmpty ? "" : ",")}\"namespace\":\"{ns}\""));
            buffer.Write(json[end..]);
            return buffer.WrittenSpan;
        }

        return json;
    }

    /// <summary>The path of the value that begins at a byte: <c>spec.containers[0].image</c>; empty for the object itself.</summary>
    public static string PathAt(ReadOnlySpan<byte> json, long position)
    {
        var path = new List<(string? Name, int Index)>();
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                path[^1] = (StringOf(ref reader), 0);
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                path.RemoveAt(path.Count - 1);
                continue;
            }

            if (path is [.., (null, var index)])
                path[^1] = (null, index + 1);
            if (reader.TokenStartIndex >= position)
                break;
            if (reader.TokenType is JsonTokenType.StartObject)
                path.Add(("", 0));
            else if (reader.TokenType is JsonTokenType.StartArray)
                path.Add((null, -1));
        }

        return Print(path);
    }

    private static string Print(List<(string? Name, int Index)> path)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in path)
        {
            if (name is null)
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else
                text.Append(text.Length > 0 ? "." : "").Append(name);
        }

        return text.ToString();
    }
}
