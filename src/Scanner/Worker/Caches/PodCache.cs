using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Cluster;

namespace Scanner.Worker.Caches;

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
        var inventory = false;
        lock (_lock)
        {
            var gone = from ns in _namespaces
                       from name in ns.Value.Keys
                       let key = new ObjectKey(ns.Key, name)
                       where !items.ContainsKey(key)
                       select key;
            foreach (var key in gone.ToList())
                inventory |= Drop(key, due);
            foreach (var (key, item) in items)
                inventory |= Put(key, item, due);
        }

        Tell(due, inventory);
    }

    public void Set(ObjectKey key, PodFacts item)
    {
        var due = new HashSet<string>();
        bool inventory;
        lock (_lock)
            inventory = Put(key, item, due);
        Tell(due, inventory);
    }

    public void Remove(ObjectKey key)
    {
        var due = new HashSet<string>();
        bool inventory;
        lock (_lock)
            inventory = Drop(key, due);
        Tell(due, inventory);
    }

    public void Forget() => Replace(ImmutableDictionary<ObjectKey, PodFacts>.Empty);

    /// <returns>Whether the inventory of ephemeral containers changed.</returns>
    private bool Put(ObjectKey key, PodFacts item, HashSet<string> due)
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
            return _withEphemeral.Remove(key);
        _withEphemeral[key] = item;
        return before is null || !before.EphemeralContainers.SequenceEqual(item.EphemeralContainers);
    }

    private bool Drop(ObjectKey key, HashSet<string> due)
    {
        if (!_namespaces.TryGetValue(key.Namespace!, out var pods) || !pods.Remove(key.Name))
            return false;
        Count--;
        if (pods.Count == 0)
        {
            _namespaces.Remove(key.Namespace!);
            due.Add(key.Namespace!);
        }

        return _withEphemeral.Remove(key);
    }

    // In a large cluster pods change all the time, and hardly one of these changes is of interest to anybody.
    private void Tell(HashSet<string> due, bool inventory)
    {
        foreach (var ns in due)
            listener.PodsChanged(ns);
        if (inventory)
            listener.InventoryChanged();
    }
}
