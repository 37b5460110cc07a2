using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Scanner.Core;

namespace Scanner.Publishing.Documents;

/// <summary>
/// Escapes what JSON demands, and what nobody would see on a terminal: a value such as <c>"\u202e"</c> is the same to a program and
/// cannot turn a reader's line round. Everything else, quotes of HTML too, stays as it is.
/// </summary>
internal sealed class VisibleJsonEncoder : JavaScriptEncoder
{
    private const int UnitLength = 6;

    private static readonly JavaScriptEncoder s_json = UnsafeRelaxedJsonEscaping;

    private VisibleJsonEncoder()
    {
    }

    public static VisibleJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => s_json.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => s_json.WillEncode(unicodeScalar) || IsHidden(unicodeScalar);

    /// <summary>Most texts are ASCII, in which JSON's own escapes hide nothing.</summary>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        Ascii.IsValid(utf8Text) ? s_json.FindFirstCharacterToEncodeUtf8(utf8Text) : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var at = 0;
        foreach (var rune in new ReadOnlySpan<char>(text, textLength).EnumerateRunes())
        {
            // A half of a pair reads as U+FFFD, which is written for it.
            if (WillEncode(rune.Value) || rune == Rune.ReplacementChar)
                return at;
            at += rune.Utf16SequenceLength;
        }

        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!IsHidden(unicodeScalar) || s_json.WillEncode(unicodeScalar))
            return s_json.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        Span<char> units = stackalloc char[2];
        units = units[..new Rune(unicodeScalar).EncodeToUtf16(units)];
        numberOfCharactersWritten = 0;
        if (bufferLength < units.Length * UnitLength)
            return false;
        foreach (var unit in units)
        {
            new Span<char>(buffer, bufferLength)[numberOfCharactersWritten..].TryWrite(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}", out var written);
            numberOfCharactersWritten += written;
        }

        return true;
    }

    private static bool IsHidden(int scalar) => Rune.TryCreate(scalar, out var rune) && PlainText.IsHidden(rune);
}
