using System.Security.Cryptography;
using Scanner.Publishing.Formats;

namespace Scanner.Publishing.Web;

/// <summary>Counts and digests what goes through.</summary>
internal sealed class DigestStream(Stream target) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    public override long Length => _length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        _hash.AppendData(buffer);
        target.Write(buffer);
    }

    /// <summary>The first half of the SHA-256 of all so far, which tells texts apart well enough.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetCurrentHash().AsSpan(0, SHA256.HashSizeInBytes / 2));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }
}
