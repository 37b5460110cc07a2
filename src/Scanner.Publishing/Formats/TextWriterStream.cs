using System.Text;

namespace Scanner.Publishing.Formats;

/// <summary>Takes UTF-8 and writes it as text, piece by piece.</summary>
public sealed class TextWriterStream(TextWriter output) : WriteOnlyStream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] _chars = new char[8 * 1024];

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            _decoder.Convert(buffer, _chars, flush: false, out var bytes, out var chars, out _);
            output.Write(_chars.AsSpan(0, chars));
            buffer = buffer[bytes..];
        }
    }
}
