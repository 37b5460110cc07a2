using Scanner.ApiServer.Lists;

namespace Scanner.Inventory;

/// <summary>Collects objects as their pages arrive.</summary>
internal sealed class CollectedList<T> : IListSink<T>
{
    public List<T> Items { get; } = [];

    public void Add(T item) => Items.Add(item);

    public void Restart() => Items.Clear();

    public void PageRead(long? remaining)
    {
    }
}
