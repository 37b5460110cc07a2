using Scanner.Core.Facts;
using Scanner.Kubernetes.Lists;

namespace Scanner.Scanning;

/// <summary>Collects namespaces as their pages arrive.</summary>
internal sealed class NamespaceList : IListSink<NamespaceFacts>
{
    public List<NamespaceFacts> Items { get; } = [];

    public void Add(NamespaceFacts item) => Items.Add(item);

    public void Restart() => Items.Clear();

    public void PageRead(long? remaining)
    {
    }
}
