using Scanner.Core.Facts;
using Scanner.Kubernetes.Wire;

namespace Scanner.Reading;

/// <summary>Reads <c>core/v1 Namespace</c>.</summary>
internal sealed class NamespaceReader : IObjectReader<NamespaceFacts>
{
    private static readonly FieldTable s_namespace = new((1, "metadata"));
    private static readonly FieldTable s_meta = new((1, "name"), (9, "deletionTimestamp"));

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
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            if (field == 1)
            {
                name = reader.ReadString();
            }
            else
            {
                terminating = true;
                reader.Skip();
            }
        }

        reader.Leave(scope);
        return new NamespaceFacts(name, terminating);
    }
}
