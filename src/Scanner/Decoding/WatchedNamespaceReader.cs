using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 Namespace</c> with the fingerprint of its labels.</summary>
internal sealed class WatchedNamespaceReader : IObjectReader<WatchedNamespace>
{
    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly Fields<MetaField> s_meta = new(MetaField.Labels);

    private readonly NamespaceReader _facts = new();

    private enum MetaField
    {
        Uid = 5,
        Labels = 11,
    }

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
        if (!copy.Next(s_metadata))
            return default;
        var scope = copy.Enter();
        while (copy.Next(s_meta, out var field))
        {
            switch (field)
            {
                case MetaField.Uid:
                    uid = Fingerprint.Of(copy.ReadUtf8());
                    break;
                case MetaField.Labels:
                    copy.ReadMapEntry(out var key, out var value);
                    labels += Fingerprint.Of(key, value);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        copy.Leave(scope);
        return (labels, uid);
    }
}
