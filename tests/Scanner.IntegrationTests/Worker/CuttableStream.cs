using Scanner.Inventory.Files;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Reads on until the network is cut.</summary>
/// <param name="read">Told how many bytes each read brought.</param>
/// <param name="ended">Told when no more can come; perhaps more than once.</param>
internal sealed class CuttableStream(Stream inner, CancellationToken cut, Action<int> read, Action ended) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, cancellationToken);
        var bytes = 0;
        try
        {
            bytes = await inner.ReadAsync(buffer, either.Token);
            read(bytes);
            return bytes;
        }
        catch (OperationCanceledException e) when (cut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the network was cut", e);
        }
        finally
        {
            if (bytes == 0 && buffer.Length > 0)
                ended();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            ended();
        }

        base.Dispose(disposing);
    }
}
