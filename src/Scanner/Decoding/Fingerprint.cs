using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Scanner.Decoding;

/// <summary>Sixty-four bits that stand for a text, to see that it changed without keeping it.</summary>
internal static class Fingerprint
{
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Of one entry of a map; the sum over all entries does not depend on their order, and two that swap their values change it.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => (Of(key) | 1) * (Of(value) | 1);
}
