using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Scanner.ApiServer.Connections;

/// <summary>
/// JSON of others, read as Go reads it: half of a surrogate pair, which an escape can spell, and bytes that are no UTF-8 become U+FFFD
/// instead of an error, and it may be nested deeply.
/// </summary>
internal static class UnicodeJson
{
    private const int EscapeLength = 6;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 10_000 };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> text)
    {
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        ReplaceHalves(bytes);
        return JsonDocument.Parse(bytes, s_options);
    }

    private static void ReplaceHalves(Span<byte> json)
    {
        while (json.IndexOf((byte)'\\') is var at and >= 0)
        {
            json = json[at..];
            var half = Escape(json);
            if (!half.HasValue || !char.IsSurrogate(half.Value))
            {
                json = json[Math.Min(2, json.Length)..];
                continue;
            }

            if (char.IsHighSurrogate(half.Value) && Escape(json[EscapeLength..]) is { } next && char.IsLowSurrogate(next))
            {
                json = json[(2 * EscapeLength)..];
                continue;
            }

            "fffd"u8.CopyTo(json[2..]);
            json = json[EscapeLength..];
        }
    }

    /// <summary>The character that an escape spells which stands at the beginning; null when none does.</summary>
    private static char? Escape(ReadOnlySpan<byte> json) =>
        json.StartsWith("\\u"u8) && json.Length >= EscapeLength
        && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? (char)value
            : null;
}
