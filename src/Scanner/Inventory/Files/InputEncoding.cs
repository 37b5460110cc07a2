using System.Text;

namespace Scanner.Inventory.Files;

/// <summary>Brings text files to UTF-8: Windows PowerShell writes UTF-16, and editors a byte order mark.</summary>
internal static class InputEncoding
{
    /// <summary>The same text in UTF-8 without a mark. The stream given stays open.</summary>
    public static Stream ToUtf8(Stream stream)
    {
        var first = new byte[3];
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return first.AsSpan(0, read) switch
        {
            [0xEF, 0xBB, 0xBF] => stream,
            [0xFF, 0xFE, ..] => Transcoded(Encoding.Unicode),
            [0xFE, 0xFF, ..] => Transcoded(Encoding.BigEndianUnicode),
            _ => new PrefixedStream(first.AsMemory(0, read), stream),
        };

        Stream Transcoded(Encoding encoding) =>
            Encoding.CreateTranscodingStream(new PrefixedStream(first.AsMemory(2, read - 2), stream), encoding, Encoding.UTF8, leaveOpen: true);
    }
}
