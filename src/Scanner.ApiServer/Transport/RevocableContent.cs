using System.Net;

namespace Scanner.ApiServer.Transport;

/// <summary>
/// A body that is written only if its sender still may. A request can wait long for a connection or a credential after it left the
/// transport; the body is the last that goes out, and without it the server does nothing.
/// </summary>
internal sealed class RevocableContent(ReadOnlyMemory<byte> body, Func<bool> maySend) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!maySend())
            throw new NotSentException();
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
