namespace Scanner.Simulator.Serving;

/// <summary>Sends the headers with the first bytes of the body, as a server does.</summary>
/// <param name="aborted">Nothing is written any more.</param>
internal sealed class StartingStream(Stream inner, Action start, CancellationToken aborted) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        aborted.ThrowIfCancellationRequested();
        start();
        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        aborted.ThrowIfCancellationRequested();
        start();
        await inner.FlushAsync(cancellationToken);
    }

    // A compressing stream ends with these.
    public override void Write(byte[] buffer, int offset, int count)
    {
        start();
        inner.Write(buffer, offset, count);
    }

    public override void Flush() => start();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
