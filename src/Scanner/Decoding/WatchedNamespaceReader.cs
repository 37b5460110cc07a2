using System.Collections.Immutable;
using System.Text;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 Namespace</c> with its labels.</summary>
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
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var (fingerprint, uid) = ReadMetadata(reader, labels);
        var facts = _facts.Read(ref reader);
        if (labels.TryGetValue(WatchedNamespace.NameLabel, out var name) && name == facts.Name)
            labels.Remove(WatchedNamespace.NameLabel);
        return new WatchedNamespace(facts, labels.ToImmutable(), fingerprint, uid);
    }

    private static (ulong Fingerprint, ulong Uid) ReadMetadata<TReader>(TReader copy, ImmutableSortedDictionary<string, string>.Builder labels)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (fingerprint, uid) = (0UL, 0UL);
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
                    fingerprint += Fingerprint.Of(key, value);
                    labels[Encoding.UTF8.GetString(key)] = Encoding.UTF8.GetString(value);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        copy.Leave(scope);
        return (fingerprint, uid);
    }
}
