using System.Runtime.CompilerServices;
using System.Text;

namespace Scanner.ApiServer.Wire;

/// <summary>Reads protobuf (https://protobuf.dev/programming-guides/encoding/) in place, without a copy of nested messages.</summary>
public ref struct ProtobufWireReader : IWireReader
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;

    /// <summary>Numbers go to 2^29 - 1; with the wire type a tag so has 32 bits.</summary>
    private const ulong LargestTag = uint.MaxValue;

    private static readonly Fields<TimeField> s_time = new();
    private static readonly Fields<MapEntryField> s_mapEntry = new();
    private static readonly OneField s_raw = new(1, "Raw");

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _end;
    private int _wireType;

    private enum TimeField
    {
        Seconds = 1,
        Nanos = 2,
    }

    private enum MapEntryField
    {
        Key = 1,
        Value = 2,
    }

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

    public bool Next<TField>(Fields<TField> fields, out TField field)
        where TField : struct, Enum
    {
        var number = NextNumber(fields);
        field = Fields<TField>.FieldOf(number);
        return number != 0;
    }

    public bool Next(OneField field) => NextNumber(field) != 0;

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

    public bool TryPeekEncoding(out ReadOnlySpan<byte> encoding)
    {
        var start = _at;
        var length = ReadLength();
        encoding = _bytes.Slice(_at, length);
        _at = start;
        return true;
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    public ReadOnlySpan<byte> ReadUtf8()
    {
        var length = ReadLength();
        var start = _at;
        Advance(length);
        return _bytes.Slice(start, length);
    }

    public bool ReadBool() => ReadNumber() != 0;

    public long ReadInt64() => (long)ReadNumber();

    public DateTimeOffset ReadTime()
    {
        long seconds = 0;
        long nanos = 0;
        var scope = Enter();
        while (Next(s_time, out var field))
        {
            switch (field)
            {
                case TimeField.Seconds:
                    seconds = ReadInt64();
                    break;
                case TimeField.Nanos:
                    nanos = ReadInt64();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
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
            switch (field)
            {
                case MapEntryField.Key:
                    key = ReadUtf8();
                    break;
                case MapEntryField.Value:
                    value = ReadUtf8();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        Leave(scope);
    }

    public ReadOnlySpan<byte> ReadRawJson()
    {
        ReadOnlySpan<byte> raw = default;
        var scope = Enter();
        while (Next(s_raw))
            raw = ReadUtf8();
        Leave(scope);
        return raw;
    }

    // The number of the next wanted field, or 0 at the end of the message.
    private int NextNumber(FieldTable fields)
    {
        while (_at < _end)
        {
            var tag = ReadVarint();
            if (tag > LargestTag || tag >> 3 == 0)
                throw new WireFormatException($"{tag} is no tag of a protobuf field");
            var number = (int)(tag >> 3);
            _wireType = (int)tag & 7;
            if (fields.Wants(number))
                return number;
            Skip();
        }

        return 0;
    }

    private ulong ReadNumber() => _wireType == Varint
        ? ReadVarint()
        : throw new WireFormatException($"protobuf wire type {_wireType} stands where a number should");

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

    // Nearly all tags, and most lengths and numbers, have one byte. Inlined by itself: the native program is compiled for size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadVarint()
    {
        if (_at >= _end || _bytes[_at] >= 0x80)
            return ReadLongVarint();
        return _bytes[_at++];
    }

    private ulong ReadLongVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _end)
                throw new WireFormatException("a protobuf message ends in the middle of a number");
            var b = _bytes[_at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b >= 0x80)
                continue;
            // Of the tenth byte only one bit has a place.
            return shift < 63 || b < 2 ? value : throw new WireFormatException("a protobuf number has more than 64 bits");
        }

        throw new WireFormatException("a protobuf number is longer than ten bytes");
    }
}
