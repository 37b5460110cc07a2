using System.Diagnostics.CodeAnalysis;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>What messages of one type came to, by their encoding, so that one that comes again is not read again. Not for concurrent use.</summary>
/// <typeparam name="T">Depends on nothing but the message.</typeparam>
internal sealed class KnownMessages<T>
{
    // Whoever makes another message for each object must not fill the memory.
    private const int Most = 1024;
    private const int Longest = 512;

    private readonly Dictionary<byte[], T> _known = new(Encodings.Comparer);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public KnownMessages() => _lookup = _known.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The message that stands at <paramref name="reader"/>; by <paramref name="messages"/> where it is not known, or has no bytes of its own.</summary>
    public T Read<TReader>(ref TReader reader, IObjectReader<T> messages)
        where TReader : struct, IWireReader, allows ref struct
    {
        if (!reader.TryPeekEncoding(out var encoding))
            return messages.Read(ref reader);
        if (!TryGet(encoding, out var value))
            return Add(encoding, messages.Read(ref reader));
        reader.Skip();
        return value;
    }

    public bool TryGet(ReadOnlySpan<byte> encoding, [MaybeNullWhen(false)] out T value) => _lookup.TryGetValue(encoding, out value);

    /// <returns>What was added.</returns>
    public T Add(ReadOnlySpan<byte> encoding, T value)
    {
        if (encoding.Length <= Longest && _known.Count < Most)
            _lookup[encoding] = value;
        return value;
    }

    private sealed class Encodings : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Encodings Comparer = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
