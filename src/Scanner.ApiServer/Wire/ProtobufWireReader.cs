using System.Text;

namespace Scanner.ApiServer.Wire;

/// <summary>Reads protobuf (https://protobuf.dev/programming-guides/encoding/) in place, without a copy of nested messages.</summary>
public ref struct ProtobufWireReader : IWireReader
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;

    private static readonly FieldTable s_time = new((1, "seconds"), (2, "nanos"));
    private static readonly FieldTable s_mapEntry = new((1, "key"), (2, "value"));
    private static readonly FieldTable s_raw = new((1, "Raw"));

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _end;
    private int _wireType;

    /// <param name="message">One message without a length before it.</param>
    public ProtobufWireReader(ReadOnlySpan<byte> message)
    {
        _bytes = message;
        _end = message.Length;
        _wireType = -1;
    }

    public long Enter()
    {
        var outer = _end;
        // The whole span is the outermost message; it has no length of its own.
        if (_wireType < 0)
        {
            _wireType = Varint;
            return outer;
        }

        var length = ReadLength();
        _end = _at + length;
        return outer;
    }

    public bool Next(FieldTable fields, out int field)
    {
        while (_at < _end)
        {
            var tag = ReadVarint();
            field = (int)(tag >> 3);
            _wireType = (int)tag & 7;
            if (fields.Wants(field))
                return true;
            Skip();
        }

        field = 0;
        return false;
    }

    public void Leave(long scope)
    {
        _at = _end;
        _end = (int)scope;
    }

    public void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Advance(8);
                break;
            case Length:
                Advance(ReadLength());
                break;
            case Fixed32:
                Advance(4);
                break;
            default:
                throw new WireFormatException($"protobuf wire type {_wireType} is not used by Kubernetes");
        }
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    public ReadOnlySpan<byte> ReadUtf8()
    {
        var length = ReadLength();
        var start = _at;
        Advance(length);
        return _bytes.Slice(start, length);
    }

    public bool ReadBool() => ReadVarint() != 0;

    public long ReadInt64() => (long)ReadVarint();

    public DateTimeOffset ReadTime()
    {
        long seconds = 0;
        long nanos = 0;
        var scope = Enter();
        while (Next(s_time, out var field))
        {
            if (field == 1)
                seconds = ReadInt64();
            else
                nanos = ReadInt64();
        }

        Leave(scope);
        try
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new WireFormatException("a time lies outside the calendar", e);
        }
    }

    public void ReadMapEntry(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = default;
        value = default;
        var scope = Enter();
        while (Next(s_mapEntry, out var field))
        {
            if (field == 1)
                key = ReadUtf8();
            else
                value = ReadUtf8();
        }

        Leave(scope);
    }

    public ReadOnlySpan<byte> ReadRawJson()
    {
        ReadOnlySpan<byte> raw = default;
        var scope = Enter();
        while (Next(s_raw, out _))
            raw = ReadUtf8();
        Leave(scope);
        return raw;
    }

    private int ReadLength()
    {
        if (_wireType != Length)
            throw new WireFormatException($"protobuf wire type {_wireType} stands where a message or text should");
        var length = ReadVarint();
        if (length > (ulong)(_end - _at))
            throw new WireFormatException("a protobuf message ends in the middle of a field");
        return (int)length;
    }

    private void Advance(int count)
    {
        if (count > _end - _at)
            throw new WireFormatException("a protobuf message ends in the middle of a field");
        _at += count;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _end)
                throw new WireFormatException("a protobuf message ends in the middle of a number");
            var b = _bytes[_at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }

        throw new WireFormatException("a protobuf number is longer than ten bytes");
    }
}
