using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 Namespace</c> with the fingerprint of its labels.</summary>
internal sealed class WatchedNamespaceReader : IObjectReader<WatchedNamespace>
{
    private static readonly FieldTable s_namespace = new((1, "metadata"));
    private static readonly FieldTable s_meta = new([11], (5, "uid"), (11, "labels"));

    private readonly NamespaceReader _facts = new();

    public WatchedNamespace Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (labels, uid) = ReadMetadata(reader);
        return new WatchedNamespace(_facts.Read(ref reader), labels, uid);
    }

    private static (ulong Labels, ulong Uid) ReadMetadata<TReader>(TReader copy)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (labels, uid) = (0UL, 0UL);
        copy.Enter();
        if (!copy.Next(s_namespace, out _))
            return default;
        var scope = copy.Enter();
        while (copy.Next(s_meta, out var field))
        {
            if (field == 5)
            {
                uid = Fingerprint.Of(copy.ReadUtf8());
            }
            else
            {
                copy.ReadMapEntry(out var key, out var value);
                labels += Fingerprint.Of(key, value);
            }
        }

        copy.Leave(scope);
        return (labels, uid);
    }
}
