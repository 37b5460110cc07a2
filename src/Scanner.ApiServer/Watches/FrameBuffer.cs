using System.Buffers.Binary;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Watches;

/// <summary>Cuts the body of a watch into events: lines of JSON, or protobuf messages after a length of four bytes, big-endian.</summary>
internal sealed class FrameBuffer(Stream stream, bool protobuf)
{
    private const int FirstSize = 16 * 1024;

    // etcd stores no object above 1.5 MB by default, and its JSON is not many times its protobuf.
    private const int MaxFrame = 64 * 1024 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>The next event, valid until the next call; false when more must be read first.</summary>
    /// <exception cref="WireFormatException">An event larger than any object.</exception>
    public bool TryTake(out ReadOnlySpan<byte> frame)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        frame = default;
        if (protobuf)
        {
            if (rest.Length < 4)
                return false;
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > MaxFrame)
                throw new WireFormatException($"an event of {length} bytes");
            if (rest.Length - 4 < length)
                return false;
            frame = rest.Slice(4, (int)length);
            _start += 4 + (int)length;
            return true;
        }

        var line = rest[_searched..].IndexOf((byte)'\n');
        if (line < 0)
        {
            _searched = rest.Length;
            return false;
        }

        frame = rest[..(_searched + line)];
        _start += _searched + line + 1;
        _searched = 0;
        return true;
    }

    /// <summary>Reads what has arrived; false at the end of the body.</summary>
    /// <exception cref="WireFormatException">An event larger than any object.</exception>
    /// <exception cref="IOException">The connection broke, or the body ended within an event.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        if (read == 0 && _end > _start)
            throw new IOException("the watch ended within an event");
        return read > 0;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        if (held > MaxFrame)
            throw new WireFormatException($"an event of more than {MaxFrame} bytes");
        if (_buffer.Length - held < FirstSize / 2)
        {
            var larger = new byte[Math.Max(FirstSize, _buffer.Length * 2)];
            _buffer.AsSpan(_start, held).CopyTo(larger);
            _buffer = larger;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        }

        (_start, _end) = (0, held);
    }
}
