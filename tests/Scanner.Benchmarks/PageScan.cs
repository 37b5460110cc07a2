using System.IO.Compression;
using System.Text;

namespace Scanner.Benchmarks;

/// <summary>Reads a page to its end, keeping nothing but the continue token that stands near its start or end.</summary>
internal static class PageScan
{
    private const int Overlap = 512;

    public static async Task<(string Token, long Bytes)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var counting = new CountingStream(await response.Content.ReadAsStreamAsync(cancellationToken));
        await using (counting)
        {
            var gzip = response.Content.Headers.ContentEncoding.Contains("gzip");
            Stream stream = gzip ? new GZipStream(counting, CompressionMode.Decompress) : counting;
            var buffer = new byte[64 * 1024];
            var token = "";
            var kept = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer.AsMemory(kept), cancellationToken)) > 0)
            {
                var have = kept + read;
                if (Find(buffer.AsSpan(0, have)) is { Length: > 0 } found)
                    token = found;
                // A token may be cut by the end of the buffer: its start is looked at again with what follows.
                kept = Math.Min(have, Overlap);
                buffer.AsSpan(have - kept, kept).CopyTo(buffer);
            }

            return (token, counting.Bytes);
        }
    }

    // Continue tokens are base64 of a JSON object that starts with its version.
    private static string Find(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOf("eyJ2IjoibWV0YS5rOHMuaW8vdjEi"u8);
        if (at < 0)
            return "";
        var rest = bytes[at..];
        var end = rest.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="u8);
        return Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]);
    }
}
