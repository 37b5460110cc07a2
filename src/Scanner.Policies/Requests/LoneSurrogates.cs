using System.Runtime.InteropServices;
using System.Text.Json;

namespace Scanner.Policies.Requests;

/// <summary>
/// JSON may escape half of a surrogate pair, which is no text and which the reader of .NET throws at whoever asks for it. The API server puts
/// U+FFFD in its place, and so does this.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>The same element where there is none in it, which is always so of what a server sends.</summary>
    public static JsonElement Replaced(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
            return json;
        var text = JsonMarshal.GetRawUtf8Value(json);
        if (Next(text, 0) < 0)
            return json;
        var copy = text.ToArray();
        for (var at = Next(copy, 0); at >= 0; at = Next(copy, at + EscapeLength))
            "\\ufffd"u8.CopyTo(copy.AsSpan(at));
        using var document = JsonDocument.Parse(copy);
        return document.RootElement.Clone();
    }

    /// <summary>Where the next escape of half a pair begins; below zero where there is none.</summary>
    private static int Next(ReadOnlySpan<byte> text, int from)
    {
        for (var at = from; at + EscapeLength <= text.Length; at++)
        {
            var ahead = text[at..].IndexOf((byte)'\\');
            if (ahead < 0)
                return -1;
            at += ahead;
            if (!IsEscape(text, at, "89ABab"u8) && !IsEscape(text, at, "CDEFcdef"u8))
                at += at + 1 < text.Length && text[at + 1] == 'u' ? EscapeLength - 1 : 1;
            else if (IsEscape(text, at, "89ABab"u8) && IsEscape(text, at + EscapeLength, "CDEFcdef"u8))
                at += (2 * EscapeLength) - 1;
            else
                return at;
        }

        return -1;
    }

    private static bool IsEscape(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> third) =>
        at + EscapeLength <= text.Length && text[at] == '\\' && text[at + 1] == 'u' && text[at + 2] is ((byte)'d' or (byte)'D') && third.Contains(text[at + 3]);
}
