using System.Collections.Immutable;
using Scanner.Core.Facts;

namespace Scanner.Watching;

/// <summary>The facts of all pods, by namespace. Safe for concurrent reading.</summary>
internal sealed class PodCache(IClusterListener listener) : IObjectCache<PodFacts>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, PodFacts>> _namespaces = [];
    private readonly Dictionary<ObjectKey, PodFacts> _withEphemeral = [];

    public int Count { get; private set; }

    public ImmutableArray<PodFacts> In(string ns)
    {
        lock (_lock)
            return _namespaces.TryGetValue(ns, out var pods) ? [.. pods.Values] : [];
    }

    /// <summary>Pods that have ephemeral containers, by namespace and name.</summary>
    public ImmutableArray<PodFacts> WithEphemeralContainers()
    {
        lock (_lock)
        {
            return
            [
                .. _withEphemeral.Values
                    .OrderBy(p => p.Namespace, StringComparer.Ordinal)
                    .ThenBy(p => p.Name, StringComparer.Ordinal),
            ];
        }
    }

    public ObjectKey KeyOf(PodFacts item) => new(item.Namespace, item.Name);

    public void Replace(IReadOnlyDictionary<ObjectKey, PodFacts> items)
    {
        var due = new HashSet<string>();
        lock (_lock)
        {
            var gone = from ns in _namespaces
                       from name in ns.Value.Keys
                       let key = new ObjectKey(ns.Key, name)
                       where !items.ContainsKey(key)
                       select key;
            foreach (var key in gone.ToList())
                Drop(key, due);
            foreach (var (key, item) in items)
                Put(key, item, due);
        }

        Tell(due);
    }

    public void Set(ObjectKey key, PodFacts item)
    {
        var due = new HashSet<string>();
        lock (_lock)
            Put(key, item, due);
        Tell(due);
    }

    public void Remove(ObjectKey key)
    {
        var due = new HashSet<string>();
        lock (_lock)
            Drop(key, due);
        Tell(due);
    }

    public void Forget() => Replace(ImmutableDictionary<ObjectKey, PodFacts>.Empty);

    private void Put(ObjectKey key, PodFacts item, HashSet<string> due)
    {
        if (!_namespaces.TryGetValue(key.Namespace!, out var pods))
            _namespaces.Add(item.Namespace, pods = []);
        if (!pods.TryGetValue(key.Name, out var before))
            Count++;
        if (before is null || before.Workload != item.Workload)
        {
            // The texts of pods that come one by one are of their own; those of a sibling say the same.
            var sibling = pods.Values.FirstOrDefault(p => p.Workload == item.Workload);
            if (sibling is null)
                due.Add(item.Namespace);
            else if (!ReferenceEquals(item.Workload, sibling.Workload) || !ReferenceEquals(item.Namespace, sibling.Namespace))
                item = item with { Namespace = sibling.Namespace, Workload = sibling.Workload };
        }
        else
        {
            item = item with { Namespace = before.Namespace, Name = before.Name, Workload = before.Workload };
        }

        pods[item.Name] = item;
        if (item.EphemeralContainers.IsEmpty)
            _withEphemeral.Remove(key);
        else
            _withEphemeral[key] = item;
    }

    private void Drop(ObjectKey key, HashSet<string> due)
    {
        if (!_namespaces.TryGetValue(key.Namespace!, out var pods) || !pods.Remove(key.Name))
            return;
        Count--;
        _withEphemeral.Remove(key);
        if (pods.Count > 0)
            return;
        _namespaces.Remove(key.Namespace!);
        due.Add(key.Namespace!);
    }

    private void Tell(HashSet<string> due)
    {
        foreach (var ns in due)
            listener.PodsChanged(ns);
        listener.InventoryChanged();
    }
}
