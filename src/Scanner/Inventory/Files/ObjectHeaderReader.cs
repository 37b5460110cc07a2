using Scanner.ApiServer.Wire;

namespace Scanner.Inventory.Files;

/// <summary>Reads type and name of any object.</summary>
internal sealed class ObjectHeaderReader : IObjectReader<ObjectHeader>
{
    // Files are never protobuf: the numbers mean nothing.
    private static readonly Fields<ObjectField> s_object = new();
    private static readonly Fields<MetaField> s_meta = new();

    private enum ObjectField
    {
        ApiVersion = 1,
        Kind = 2,
        Metadata = 3,
        Items = 4,
    }

    private enum MetaField
    {
        Name = 1,
        Namespace = 2,
        GenerateName = 3,
    }

    public ObjectHeader Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var header = new ObjectHeader("", "", "", "", "", false);
        var scope = reader.Enter();
        while (reader.Next(s_object, out var field))
        {
            switch (field)
            {
                case ObjectField.ApiVersion:
                    header = header with { ApiVersion = reader.ReadString() };
                    break;
                case ObjectField.Kind:
                    header = header with { Kind = reader.ReadString() };
                    break;
                case ObjectField.Metadata:
                    header = ReadMetadata(ref reader, header);
                    break;
                case ObjectField.Items:
                    header = header with { HasItems = true };
                    reader.Skip();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return header;
    }

    private static ObjectHeader ReadMetadata<TReader>(ref TReader reader, ObjectHeader header)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            header = field switch
            {
                MetaField.Name => header with { Name = reader.ReadString() },
                MetaField.Namespace => header with { Namespace = reader.ReadString() },
                MetaField.GenerateName => header with { GenerateName = reader.ReadString() },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return header;
    }
}
