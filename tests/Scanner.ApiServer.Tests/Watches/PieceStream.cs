namespace Scanner.ApiServer.Tests.Watches;

/// <summary>Gives at most so many bytes a read, as a network does.</summary>
internal sealed class PieceStream(byte[] body, int piece) : MemoryStream(body)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
}
