using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 Namespace</c>.</summary>
internal sealed class NamespaceReader : IObjectReader<NamespaceFacts>
{
    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly Fields<MetaField> s_meta = new(MetaField.Labels);

    private enum MetaField
    {
        Name = 1,
        DeletionTimestamp = 9,
        Labels = 11,
    }

    public NamespaceFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var facts = new NamespaceFacts("");
        var scope = reader.Enter();
        while (reader.Next(s_metadata))
            facts = ReadMetadata(ref reader);
        reader.Leave(scope);
        return facts;
    }

    private static NamespaceFacts ReadMetadata<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, terminating) = ("", false);
        PodSecurityLevel? enforce = null;
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            switch (field)
            {
                case MetaField.Name:
                    name = reader.ReadString();
                    break;
                case MetaField.DeletionTimestamp:
                    terminating = true;
                    reader.Skip();
                    break;
                case MetaField.Labels:
                    reader.ReadMapEntry(out var key, out var value);
                    if (key.SequenceEqual("pod-security.kubernetes.io/enforce"u8))
                        enforce = Level(value);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new NamespaceFacts(name, terminating, enforce);
    }

    private static PodSecurityLevel Level(ReadOnlySpan<byte> label) =>
        label.SequenceEqual("privileged"u8) ? PodSecurityLevel.Privileged
        : label.SequenceEqual("baseline"u8) ? PodSecurityLevel.Baseline
        : PodSecurityLevel.Restricted;
}
