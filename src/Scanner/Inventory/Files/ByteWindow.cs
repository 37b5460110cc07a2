namespace Scanner.Inventory.Files;

/// <summary>
/// The part of a stream that is being looked at. It grows with the largest object, not with the file, and knows its line.
/// </summary>
internal sealed class ByteWindow(Stream stream)
{
    /// <summary>No object of a cluster is larger than 3 MB; a list item of this size is none.</summary>
    private const int MostBytes = 256 << 20;

    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start.._end);

    /// <summary>Bytes that it can hold before it must grow.</summary>
    public int Capacity => _buffer.Length;

    /// <summary>There is nothing behind <see cref="Bytes"/>.</summary>
    public bool IsLast { get; private set; }

    /// <summary>The line of the first byte, counted from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Looks further; false when there is nothing more.</summary>
    /// <exception cref="FormatException">So much has been looked at that it cannot be an object.</exception>
    public bool Fill()
    {
        if (IsLast)
            return false;
        Bytes.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end > _buffer.Length / 2)
        {
            if (_buffer.Length >= MostBytes)
                throw new FormatException($"an object is larger than {MostBytes >> 20} MB");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        IsLast = read < _buffer.Length - _end;
        _end += read;
        return read > 0;
    }

    /// <summary>Goes past the first bytes.</summary>
    public void Advance(int count)
    {
        Line += Bytes[..count].Count((byte)'\n');
        _start += count;
    }

    /// <summary>Goes to the next byte other than white space and byte order marks, which files that are joined hold; false at the end.</summary>
    public bool SkipWhiteSpace()
    {
        while (true)
        {
            var rest = Bytes.IndexOfAnyExcept(" \t\r\n"u8);
            if (rest >= 0)
            {
                Advance(rest);
                if (!SkipMark())
                    return true;
                continue;
            }

            Advance(Bytes.Length);
            if (!Fill())
                return false;
        }
    }

    private bool SkipMark()
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        while (Bytes.Length < mark.Length && mark.StartsWith(Bytes) && Fill())
        {
        }

        if (!Bytes.StartsWith(mark))
            return false;
        Advance(mark.Length);
        return true;
    }

    /// <summary>Goes past the next line end, or to the end.</summary>
    public void SkipLine()
    {
        while (true)
        {
            var end = Bytes.IndexOf((byte)'\n');
            Advance(end < 0 ? Bytes.Length : end + 1);
            if (end >= 0 || !Fill())
                return;
        }
    }

    /// <summary>Everything from here on as a stream; the window is of no use any more.</summary>
    public Stream Rest() => new PrefixedStream(_buffer.AsMemory(_start.._end), stream);
}
