using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Scanner.Simulator.Serving;

/// <summary>Reads request bodies up to the size that an API server takes.</summary>
internal static class RequestBody
{
    /// <summary>Bytes; the limit that the real server names in its refusal.</summary>
    public const int Limit = 3 * 1024 * 1024;

    /// <summary>The body; empty, and said so, when it is over the limit. It is read to its end in any case.</summary>
    public static async Task<(byte[] Body, bool TooLarge)> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || http.Request.ContentLength == 0)
            return ([], false);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var total = 0L;
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                total += read;
                if (total <= Limit)
                    body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return total > Limit ? ([], true) : (body.ToArray(), false);
    }
}
