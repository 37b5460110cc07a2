using Scanner.ApiServer.Wire;

namespace Scanner.Inventory.Files;

/// <summary>Reads type and name of any object.</summary>
internal sealed class ObjectHeaderReader : IObjectReader<ObjectHeader>
{
    private static readonly FieldTable s_object = new((1, "apiVersion"), (2, "kind"), (3, "metadata"), (4, "items"));
    private static readonly FieldTable s_meta = new((1, "name"), (2, "namespace"), (3, "generateName"));

    public ObjectHeader Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var header = new ObjectHeader("", "", "", "", "", false);
        var scope = reader.Enter();
        while (reader.Next(s_object, out var field))
        {
            switch (field)
            {
                case 1:
                    header = header with { ApiVersion = reader.ReadString() };
                    break;
                case 2:
                    header = header with { Kind = reader.ReadString() };
                    break;
                case 3:
                    header = ReadMetadata(ref reader, header);
                    break;
                default:
                    header = header with { HasItems = true };
                    reader.Skip();
                    break;
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
                1 => header with { Name = reader.ReadString() },
                2 => header with { Namespace = reader.ReadString() },
                _ => header with { GenerateName = reader.ReadString() },
            };
        }

        reader.Leave(scope);
        return header;
    }
}
