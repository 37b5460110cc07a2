using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Cluster;

namespace Scanner.Worker.Caches;

/// <summary>The facts of all pods, by namespace. Safe for concurrent reading.</summary>
internal sealed class PodCache(IClusterListener listener) : IObjectCache<PodFacts>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PodsOfNamespace> _namespaces = [];
    private readonly Dictionary<ObjectKey, PodFacts> _withEphemeral = [];

    private long _labelChanges;
    private volatile bool _keepsLabels;

    public int Count { get; private set; }

    /// <summary>The labels of pods that are read from now on are kept: some policy looks at them.</summary>
    public bool KeepsLabels => _keepsLabels;

    /// <summary>Grows with each change of labels that are kept.</summary>
    public long LabelChanges
    {
        get
        {
            lock (_lock)
                return _labelChanges;
        }
    }

    /// <summary>The labels of some pod are not known, though they are to be kept.</summary>
    public bool LacksLabels
    {
        get
        {
            lock (_lock)
                return _keepsLabels && _namespaces.Values.Any(n => n.ByName.Values.Any(p => p.Labels is null));
        }
    }

    public void KeepLabels() => _keepsLabels = true;

    /// <summary>What a list says of pods that were read before labels were kept.</summary>
    public void Learn(PodFacts listed)
    {
        lock (_lock)
        {
            if (_namespaces.GetValueOrDefault(listed.Namespace)?.ByName.GetValueOrDefault(listed.Name) is not { Labels: null } known || known.Workload != listed.Workload)
                return;
            Put(KeyOf(known), known with { Labels = listed.Labels }, []);
        }
    }

    public ImmutableArray<PodFacts> In(string ns)
    {
        lock (_lock)
            return _namespaces.TryGetValue(ns, out var pods) ? [.. pods.ByName.Values] : [];
    }

    /// <summary>A pod each of some namespaces; of a namespace one that is not going away, if there is one.</summary>
    /// <param name="first">The namespace that comes first, if it has pods.</param>
    /// <param name="chance">Which others: any number.</param>
    public ImmutableArray<PodFacts> Some(int most, string? first, int chance)
    {
        lock (_lock)
        {
            // Spread, for namespaces that were made together have the same webhooks.
            var (count, step) = (_namespaces.Count, Math.Max(1, _namespaces.Count / most));
            var places = Enumerable.Range(0, Math.Min(most, count)).Select(i => (chance % count + (i * step)) % count).ToHashSet();
            var pods = _namespaces.Where((_, i) => places.Contains(i)).Where(n => n.Key != first).Select(n => One(n.Value)).ToList();
            if (first is not null && _namespaces.TryGetValue(first, out var known))
                pods.Insert(0, One(known));
            return [.. pods.Take(most)];
        }

        static PodFacts One(PodsOfNamespace pods) => pods.ByName.Values.FirstOrDefault(pod => !pod.Terminating) ?? pods.ByName.Values.First();
    }

    public bool IsEmpty(string ns)
    {
        lock (_lock)
            return !_namespaces.ContainsKey(ns);
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
                       from name in ns.Value.ByName.Keys
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
            _namespaces.Add(item.Namespace, pods = new PodsOfNamespace());
        if (!pods.ByName.TryGetValue(key.Name, out var before))
            Count++;
        // The texts of pods that come one by one are of their own; those known before say the same, and are kept instead.
        var (workload, labels) = pods.Enter(item, out var first, out var others);
        item = item with { Name = before?.Name ?? item.Name, Namespace = pods.NameOf(item), Workload = workload, Labels = labels };
        if (others)
            _labelChanges++;
        if (before is not null && Leave(pods, before))
            due.Add(item.Namespace);
        if (first)
            due.Add(item.Namespace);
        pods.ByName[item.Name] = item;
        if (item.EphemeralContainers.IsEmpty)
            return _withEphemeral.Remove(key);
        _withEphemeral[key] = item;
        return before is null || !before.EphemeralContainers.SequenceEqual(item.EphemeralContainers);
    }

    private bool Drop(ObjectKey key, HashSet<string> due)
    {
        if (!_namespaces.TryGetValue(key.Namespace!, out var pods) || !pods.ByName.Remove(key.Name, out var gone))
            return false;
        Count--;
        // Its answer may have decided: without it the namespace may have another verdict.
        if (Leave(pods, gone))
            due.Add(key.Namespace!);
        if (pods.ByName.Count == 0)
            _namespaces.Remove(key.Namespace!);

        return _withEphemeral.Remove(key);
    }

    private bool Leave(PodsOfNamespace pods, PodFacts gone)
    {
        if (!pods.Leave(gone.Workload))
            return false;
        if (gone.Labels is not null)
            _labelChanges++;
        return true;
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
