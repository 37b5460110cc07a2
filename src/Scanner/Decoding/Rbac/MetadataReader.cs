using System.Collections.Immutable;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads <c>meta/v1 ObjectMeta</c>.</summary>
internal static class MetadataReader
{
    private static readonly Fields<MetaField> s_meta = new(MetaField.Labels);

    private enum MetaField
    {
        Name = 1,
        Namespace = 3,
        Labels = 11,
    }

    public static MetadataFacts Read<TReader>(ref TReader reader, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, ns) = ("", "");
        ImmutableSortedDictionary<string, string>.Builder? labels = null;
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            switch (field)
            {
                case MetaField.Name:
                    name = strings.Get(reader.ReadUtf8());
                    break;
                case MetaField.Namespace:
                    ns = strings.Get(reader.ReadUtf8());
                    break;
                case MetaField.Labels:
                    reader.ReadMapEntry(out var key, out var value);
                    labels ??= ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
                    labels[strings.Get(key)] = strings.Get(value);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new MetadataFacts(name, ns.Length == 0 ? null : ns, labels?.ToImmutable() ?? ImmutableSortedDictionary<string, string>.Empty);
    }
}
