using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads the name of a <c>core/v1 ServiceAccount</c>, whole or as metadata only.</summary>
internal sealed class ServiceAccountReader : IObjectReader<ObjectName>
{
    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly Fields<MetaField> s_meta = new();

    private readonly StringPool _strings = new();

    private enum MetaField
    {
        Name = 1,
        Namespace = 3,
    }

    public ObjectName Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, ns) = ("", "");
        var scope = reader.Enter();
        while (reader.Next(s_metadata))
        {
            var meta = reader.Enter();
            while (reader.Next(s_meta, out var field))
            {
                switch (field)
                {
                    case MetaField.Name:
                        name = _strings.Get(reader.ReadUtf8());
                        break;
                    case MetaField.Namespace:
                        ns = _strings.Get(reader.ReadUtf8());
                        break;
                    default:
                        throw FieldTable.Unread(field);
                }
            }

            reader.Leave(meta);
        }

        reader.Leave(scope);
        return new ObjectName(ns, name);
    }
}
