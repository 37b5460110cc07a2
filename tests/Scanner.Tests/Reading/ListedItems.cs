using Scanner.Kubernetes;
using Scanner.Kubernetes.Answers;
using Scanner.Kubernetes.Http;
using Scanner.Kubernetes.Lists;
using Scanner.Kubernetes.Wire;

namespace Scanner.Tests.Reading;

/// <summary>Reads a whole recorded list.</summary>
internal sealed class ListedItems<T> : IListSink<T>
{
    private readonly List<T> _items = [];

    public static async Task<List<T>> ReadAsync(KubernetesClient client, IObjectReader<T> reader)
    {
        var sink = new ListedItems<T>();
        var answer = await client.ListAsync(new ListRequest(ResourcePath.Core("things")), reader, sink, default);
        Assert.IsType<ApiAnswer<ListResult>.Ok>(answer);
        return sink._items;
    }

    public void Add(T item) => _items.Add(item);

    public void Restart() => _items.Clear();

    public void PageRead(long? remaining)
    {
    }
}
