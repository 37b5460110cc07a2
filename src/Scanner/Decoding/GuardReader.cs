using System.Runtime.InteropServices;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads the metadata of any object.</summary>
internal sealed class GuardReader : IObjectReader<GuardFacts>
{
    private static readonly FieldTable s_object = new((1, "metadata"));

    private static readonly FieldTable s_meta = new(
        [11, 12], (1, "name"), (3, "namespace"), (5, "uid"), (6, "resourceVersion"), (7, "generation"), (11, "labels"), (12, "annotations"));

    public GuardFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var facts = new GuardFacts(null, "", 0);
        var scope = reader.Enter();
        while (reader.Next(s_object, out _))
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
                case 1:
                    name = reader.ReadString();
                    break;
                case 3:
                    ns = reader.ReadString();
                    break;
                case 5:
                    content += Fingerprint.Of(reader.ReadUtf8());
                    break;
                case 6:
                    version = Fingerprint.Of(reader.ReadUtf8());
                    break;
                case 7:
                    generation = reader.ReadInt64();
                    break;
                default:
                    reader.ReadMapEntry(out var key, out var value);
                    content += Fingerprint.Of(key, value);
                    break;
            }
        }

        reader.Leave(scope);
        // A kind that does not count generations changes with every version.
        content += generation > 0 ? Fingerprint.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref generation))) : version;
        return new GuardFacts(ns.Length == 0 ? null : ns, name, content);
    }
}
