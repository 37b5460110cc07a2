using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Lists;

/// <summary>Reads one page: all lists of the API have the same two fields.</summary>
internal sealed class PageReader<T>(IObjectReader<T> items, IListSink<T> sink) : IObjectReader<ListMeta>
{
    private static readonly FieldTable s_list = new((1, "metadata"), (2, "items"));
    private static readonly FieldTable s_meta = new((2, "resourceVersion"), (3, "continue"), (4, "remainingItemCount"));

    /// <summary>Objects read so far, over all pages.</summary>
    public int Count { get; private set; }

    public ListMeta Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        ListMeta? meta = null;
        var scope = reader.Enter();
        while (reader.Next(s_list, out var field))
        {
            if (field == 1)
            {
                meta = ReadMeta(ref reader);
            }
            else
            {
                sink.Add(items.Read(ref reader));
                Count++;
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
                2 => meta with { ResourceVersion = reader.ReadString() },
                3 => meta with { Continue = reader.ReadString() },
                _ => meta with { Remaining = reader.ReadInt64() },
            };
        }

        reader.Leave(scope);
        return meta;
    }
}
