using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;

namespace Scanner.Tests.Decoding;

/// <summary>Reads a whole recorded list.</summary>
internal sealed class ListedItems<T> : IListSink<T>
{
    private readonly List<T> _items = [];

    public static async Task<List<T>> ReadAsync(ApiServerClient client, IObjectReader<T> reader)
    {
        var sink = new ListedItems<T>();
        // Of a built-in resource the kind of the list would have to be its own.
        var answer = await client.ListAsync(new ListRequest(new ResourcePath("example.com", "v1", "things")), reader, sink, default);
        Assert.IsType<ApiAnswer<ListResult>.Ok>(answer);
        return sink._items;
    }

    public void Add(T item) => _items.Add(item);

    public void Restart() => _items.Clear();

    public void PageRead(long? remaining)
    {
    }
}
