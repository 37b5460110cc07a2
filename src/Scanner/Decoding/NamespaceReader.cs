using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 Namespace</c>.</summary>
internal sealed class NamespaceReader : IObjectReader<NamespaceFacts>
{
    private static readonly FieldTable s_namespace = new((1, "metadata"));
    private static readonly FieldTable s_meta = new([11], (1, "name"), (9, "deletionTimestamp"), (11, "labels"));

    public NamespaceFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var facts = new NamespaceFacts("");
        var scope = reader.Enter();
        while (reader.Next(s_namespace, out _))
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
                case 1:
                    name = reader.ReadString();
                    break;
                case 9:
                    terminating = true;
                    reader.Skip();
                    break;
                default:
                    reader.ReadMapEntry(out var key, out var value);
                    if (key.SequenceEqual("pod-security.kubernetes.io/enforce"u8))
                        enforce = Level(value);
                    break;
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
