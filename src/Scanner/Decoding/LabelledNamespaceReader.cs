using System.Collections.Immutable;
using System.Text;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 Namespace</c> with its labels.</summary>
internal sealed class LabelledNamespaceReader : IObjectReader<LabelledNamespace>
{
    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly Fields<MetaField> s_meta = new(MetaField.Labels);

    private readonly NamespaceReader _facts = new();

    private enum MetaField
    {
        Labels = 11,
    }

    public LabelledNamespace Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var again = reader;
        var facts = _facts.Read(ref again);
        var labels = ImmutableDictionary<string, string>.Empty;
        var scope = reader.Enter();
        while (reader.Next(s_metadata))
            labels = ReadLabels(ref reader);
        reader.Leave(scope);
        return new LabelledNamespace(facts, labels);
    }

    private static ImmutableDictionary<string, string> ReadLabels<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var labels = ImmutableDictionary.CreateBuilder<string, string>();
        var scope = reader.Enter();
        while (reader.Next(s_meta, out _))
        {
            reader.ReadMapEntry(out var key, out var value);
            labels[Encoding.UTF8.GetString(key)] = Encoding.UTF8.GetString(value);
        }

        reader.Leave(scope);
        return labels.ToImmutable();
    }
}
