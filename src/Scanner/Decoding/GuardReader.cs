using System.Runtime.InteropServices;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads the metadata of any object.</summary>
internal sealed class GuardReader : IObjectReader<GuardFacts>
{
    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly Fields<MetaField> s_meta = new(MetaField.Labels, MetaField.Annotations);

    private enum MetaField
    {
        Name = 1,
        Namespace = 3,
        Uid = 5,
        ResourceVersion = 6,
        Generation = 7,
        Labels = 11,
        Annotations = 12,
    }

    public GuardFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var facts = new GuardFacts(null, "", 0);
        var scope = reader.Enter();
        while (reader.Next(s_metadata))
            facts = ReadMetadata(ref reader);
        reader.Leave(scope);
        return facts;
    }

    private static GuardFacts ReadMetadata<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, ns, content, version, generation) = ("", "", 0UL, 0UL, 0L);
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            switch (field)
            {
                case MetaField.Name:
                    name = reader.ReadString();
                    break;
                case MetaField.Namespace:
                    ns = reader.ReadString();
                    break;
                case MetaField.Uid:
                    content += Fingerprint.Of(reader.ReadUtf8());
                    break;
                case MetaField.ResourceVersion:
                    version = Fingerprint.Of(reader.ReadUtf8());
                    break;
                case MetaField.Generation:
                    generation = reader.ReadInt64();
                    break;
                case MetaField.Labels or MetaField.Annotations:
                    reader.ReadMapEntry(out var key, out var value);
                    content += Fingerprint.Of(key, value);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        // A kind that does not count generations changes with every version.
        content += generation > 0 ? Fingerprint.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref generation))) : version;
        return new GuardFacts(ns.Length == 0 ? null : ns, name, content);
    }
}
