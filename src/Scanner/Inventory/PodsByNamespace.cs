using Scanner.ApiServer.Lists;
using Scanner.Core.Cluster;

namespace Scanner.Inventory;

/// <summary>Groups pods by namespace as their pages arrive; pods of namespaces out of scope are dropped at once.</summary>
internal sealed class PodsByNamespace : IListSink<PodFacts>
{
    private readonly Dictionary<string, List<PodFacts>> _pods;
    private readonly IScanProgress _progress;
    private int _count;

    public PodsByNamespace(IEnumerable<string> scope, IScanProgress progress)
    {
        _pods = scope.ToDictionary(ns => ns, _ => new List<PodFacts>());
        _progress = progress;
    }

    public IReadOnlyList<PodFacts> this[string ns] => _pods[ns];

    public void Add(PodFacts item)
    {
        _count++;
        if (_pods.TryGetValue(item.Namespace, out var pods))
            pods.Add(item);
    }

    public void Restart()
    {
        foreach (var pods in _pods.Values)
            pods.Clear();
        _count = 0;
    }

    public void PageRead(long? remaining) => _progress.PodsListed(_count, remaining);

    /// <summary>Takes the list of one namespace alone, so that its restart leaves the others.</summary>
    public IListSink<PodFacts> Of(string ns) => new OneNamespace(this, ns);

    private sealed class OneNamespace(PodsByNamespace all, string ns) : IListSink<PodFacts>
    {
        public void Add(PodFacts item) => all.Add(item);

        public void Restart()
        {
            all._count -= all._pods[ns].Count;
            all._pods[ns].Clear();
        }

        public void PageRead(long? remaining) => all._progress.PodsListed(all._count, null);
    }
}
