using System.Buffers;
using System.Text;

namespace Scanner.Simulator.Protobuf;

/// <summary>Writes the protobuf wire format.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void WriteInteger(int number, long value)
    {
        WriteVarint((ulong)((number << 3) | Varint));
        WriteVarint((ulong)value);
    }

    public void WriteText(int number, string text)
    {
        WriteTag(number, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _buffer);
    }

    public void WriteBytes(int number, ReadOnlySpan<byte> bytes)
    {
        WriteTag(number, bytes.Length);
        _buffer.Write(bytes);
    }

    public void WriteMessage(int number, ProtobufWriter message) => WriteBytes(number, message.Written);

    private void WriteTag(int number, int length)
    {
        WriteVarint((ulong)((number << 3) | LengthDelimited));
        WriteVarint((ulong)length);
    }

    private void WriteVarint(ulong value)
    {
        var span = _buffer.GetSpan(10);
        var count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        _buffer.Advance(count);
    }
}
