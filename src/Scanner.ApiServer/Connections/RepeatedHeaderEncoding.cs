using System.Text;

namespace Scanner.ApiServer.Connections;

/// <summary>
/// UTF-8 for the value of one header, in which <see cref="Joint"/> starts another line of the same header. The API server takes
/// each group to impersonate from a line of its own, but .NET joins repeated headers with a comma, which would name one strange group.
/// Works on HTTP/1.1 only: HTTP/2 sends lengths.
/// </summary>
internal sealed class RepeatedHeaderEncoding : Encoding
{
    /// <summary>Stands between two values. It is no character of Unicode, and values that hold it are refused.</summary>
    public const char Joint = '\uffff';

    private readonly byte[] _nextLine;

    public RepeatedHeaderEncoding(string headerName) => _nextLine = UTF8.GetBytes($"\r\n{headerName}: ");

    public override int GetByteCount(char[] chars, int index, int count) => Encode(chars.AsSpan(index, count)).Length;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        var encoded = Encode(chars.AsSpan(charIndex, charCount));
        encoded.CopyTo(bytes.AsSpan(byteIndex));
        return encoded.Length;
    }

    public override int GetMaxByteCount(int charCount) => (charCount + 1) * Math.Max(3, _nextLine.Length);

    public override int GetCharCount(byte[] bytes, int index, int count) => UTF8.GetCharCount(bytes, index, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        UTF8.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);

    private byte[] Encode(ReadOnlySpan<char> chars)
    {
        var bytes = new MemoryStream();
        for (var rest = chars; ;)
        {
            var joint = rest.IndexOf(Joint);
            bytes.Write(UTF8.GetBytes((joint < 0 ? rest : rest[..joint]).ToArray()));
            if (joint < 0)
                return bytes.ToArray();
            bytes.Write(_nextLine);
            rest = rest[(joint + 1)..];
        }
    }
}
