using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Scanner.Publishing;

/// <summary>Packs answers for who accepts it (RFC 9110, 12.5.3). The platform's own middleware would bring more encodings along than are used.</summary>
public static class Gzip
{
    /// <summary>Name of the encoding.</summary>
    public const string Encoding = "gzip";

    /// <param name="accepted">The header <c>Accept-Encoding</c>.</param>
    public static bool IsAccepted(StringValues accepted) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out var encodings)
        && (Named(encodings, Encoding) ?? Named(encodings, "*")) is { Quality: null or > 0 };

    public static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(text.Span);
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    private static StringWithQualityHeaderValue? Named(IEnumerable<StringWithQualityHeaderValue> encodings, string name) =>
        encodings.FirstOrDefault(e => e.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
}
