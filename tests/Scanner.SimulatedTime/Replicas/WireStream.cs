using Scanner.Inventory.Files;

namespace Scanner.SimulatedTime.Replicas;

/// <summary>The body of an answer as it comes over a <see cref="Wire"/>.</summary>
internal sealed class WireStream(Stream inner, Wire wire, CancellationToken cut) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, cancellationToken);
        try
        {
            // Bytes, and the news of a broken connection, wait until they get through.
            var read = await inner.ReadAsync(buffer, either.Token);
            await wire.PassAsync(either.Token);
            return read;
        }
        catch (OperationCanceledException e) when (cut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await wire.Process.PassAsync(cancellationToken);
            throw new IOException("the network was cut", e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
