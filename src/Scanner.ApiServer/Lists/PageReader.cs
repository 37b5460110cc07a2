using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Lists;

/// <summary>Reads one page: all lists of the API have the same two fields.</summary>
internal sealed class PageReader<T>(IObjectReader<T> items, IListSink<T> sink) : IObjectReader<ListMeta>
{
    private static readonly Fields<ListField> s_list = new();
    private static readonly Fields<MetaField> s_meta = new();

    private enum ListField
    {
        Metadata = 1,
        Items = 2,
    }

    private enum MetaField
    {
        ResourceVersion = 2,
        Continue = 3,
        RemainingItemCount = 4,
    }

    /// <summary>Objects read so far, over all pages.</summary>
    public int Count { get; private set; }

    public ListMeta Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        ListMeta? meta = null;
        var scope = reader.Enter();
        while (reader.Next(s_list, out var field))
        {
            switch (field)
            {
                case ListField.Metadata:
                    meta = ReadMeta(ref reader);
                    break;
                case ListField.Items:
                    sink.Add(items.Read(ref reader));
                    Count++;
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        // Every list has metadata, an empty one too; some other object must not pass for a list without items.
        return meta ?? throw new WireFormatException("it is no list");
    }

    public void Restart()
    {
        sink.Restart();
        Count = 0;
    }

    private static ListMeta ReadMeta<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var meta = new ListMeta("", "", null);
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            meta = field switch
            {
                MetaField.ResourceVersion => meta with { ResourceVersion = reader.ReadString() },
                MetaField.Continue => meta with { Continue = reader.ReadString() },
                MetaField.RemainingItemCount => meta with { Remaining = reader.ReadInt64() },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return meta;
    }
}
