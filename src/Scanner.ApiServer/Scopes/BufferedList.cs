using Scanner.ApiServer.Lists;

namespace Scanner.ApiServer.Scopes;

/// <summary>Holds the objects of one list until it is whole.</summary>
internal sealed class BufferedList<T>(IListSink<T> sink) : IListSink<T>
{
    private readonly List<T> _items = [];

    public void Add(T item) => _items.Add(item);

    public void Restart() => _items.Clear();

    public void PageRead(long? remaining) => sink.PageRead(remaining);

    public void Flush() => _items.ForEach(sink.Add);
}
