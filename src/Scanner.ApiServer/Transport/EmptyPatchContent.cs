using System.Net;

namespace Scanner.ApiServer.Transport;

/// <summary>
/// The body <c>{}</c>, which as a merge patch changes nothing. It holds no bytes of anybody, so that <see cref="DryRunGuard"/> knows by its type
/// what it sends.
/// </summary>
/// <param name="maySend">As of <see cref="RevocableContent"/>; null: always.</param>
internal sealed class EmptyPatchContent(Func<bool>? maySend) : HttpContent
{
    public static ReadOnlySpan<byte> Body => "{}"u8;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (maySend?.Invoke() == false)
            throw new NotSentException();
        await stream.WriteAsync(Body.ToArray(), cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Body.Length;
        return true;
    }
}
