using System.IO.Compression;

namespace Scanner.ApiServer.Transport;

/// <summary>A buffer for whole answers, grown as needed and used again for the next page of a list.</summary>
/// <param name="firstSize">What a long answer usually takes at most, in bytes. A short one takes no more than <see cref="ShortSize"/>.</param>
internal sealed class ResponseBody(int firstSize) : IDisposable
{
    /// <summary>A page of 500 large pods as protobuf, and then some: what is not written to takes no memory, while growing copies what is.</summary>
    public const int PageSize = 8 * 1024 * 1024;

    /// <summary>One object.</summary>
    public const int ObjectSize = 16 * 1024;

    /// <summary>What is taken before it is known that there is more: most lists are short, and a large block costs a collection of everything.</summary>
    private const int ShortSize = 64 * 1024;

    /// <summary>No sane answer is larger; a page of 500 of the largest objects that etcd stores stays below.</summary>
    private const int MaxSize = 1024 * 1024 * 1024;

    private byte[] _buffer = [];

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public async Task ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        Bytes = default;
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        await using (stream)
        {
            if (content.Headers.ContentEncoding.Contains("gzip"))
            {
                var gzip = new GZipStream(stream, CompressionMode.Decompress);
                await using (gzip)
                    await FillAsync(gzip, cancellationToken);
            }
            else
            {
                await FillAsync(stream, cancellationToken);
            }
        }
    }

    /// <summary>Gives the buffer up; <see cref="Bytes"/> are gone with it.</summary>
    public void Dispose()
    {
        Bytes = default;
        _buffer = [];
    }

    private async Task FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
                Grow();
            var read = await stream.ReadAsync(_buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                break;
            length += read;
        }

        Bytes = _buffer.AsMemory(0, length);
    }

    private void Grow()
    {
        if (_buffer.Length >= MaxSize)
            throw new InvalidDataException("the answer is larger than 1 GiB");
        // By halves rather than doubling: these are the largest blocks of memory that a scan holds.
        var size = _buffer.Length == 0 ? Math.Min(firstSize, ShortSize) : Math.Max(firstSize, _buffer.Length + _buffer.Length / 2);
        var larger = GC.AllocateUninitializedArray<byte>(size);
        _buffer.CopyTo(larger, 0);
        _buffer = larger;
    }
}
