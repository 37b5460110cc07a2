using System.Collections.Immutable;
using System.Text;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Cluster;
using Scanner.Decoding;

namespace Scanner.Worker.Caches;

/// <summary>The namespaces in scope. Safe for concurrent reading.</summary>
/// <param name="scope">Names to keep; empty for all.</param>
internal sealed class NamespaceCache(IClusterListener listener, ImmutableHashSet<string> scope) : IObjectCache<WatchedNamespace>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WatchedNamespace> _items = [];
    private readonly Dictionary<ulong, ImmutableSortedDictionary<string, string>> _labels = [];
    private ImmutableArray<NamespaceFacts> _all;
    private ImmutableArray<WatchedNamespace> _labelled;

    /// <summary>In name order.</summary>
    public ImmutableArray<NamespaceFacts> All
    {
        get
        {
            lock (_lock)
            {
                // Snapshots ask for it all the time, and namespaces hardly ever change.
                if (_all.IsDefault)
                    _all = [.. _items.Values.Select(n => n.Facts).OrderBy(n => n.Name, StringComparer.Ordinal)];
                return _all;
            }
        }
    }

    /// <summary>In name order; the same until the labels of one change, or one comes or goes.</summary>
    public ImmutableArray<WatchedNamespace> Labelled
    {
        get
        {
            lock (_lock)
            {
                if (_labelled.IsDefault)
                    _labelled = [.. _items.Values.OrderBy(n => n.Facts.Name, StringComparer.Ordinal)];
                return _labelled;
            }
        }
    }

    public NamespaceFacts? Find(string name)
    {
        lock (_lock)
            return _items.GetValueOrDefault(name)?.Facts;
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _items.Count;
        }
    }

    public ObjectKey KeyOf(WatchedNamespace item) => new(null, item.Facts.Name);

    public void Replace(IReadOnlyDictionary<ObjectKey, WatchedNamespace> items)
    {
        List<ObjectKey> gone;
        lock (_lock)
            gone = [.. _items.Keys.Select(name => new ObjectKey(null, name)).Where(key => !items.ContainsKey(key))];
        gone.ForEach(Remove);
        foreach (var (key, item) in items)
            Set(key, item);
    }

    public void Set(ObjectKey key, WatchedNamespace item)
    {
        if (!scope.IsEmpty && !scope.Contains(key.Name))
            return;
        WatchedNamespace? before;
        lock (_lock)
        {
            before = _items.GetValueOrDefault(key.Name);
            _items[key.Name] = item = Shared(item);
            if (before?.Facts != item.Facts)
                _all = default;
            if (before != item)
                _labelled = default;
        }

        if (before?.Uid != item.Uid)
        {
            if (before is not null)
                listener.NamespaceGone(key.Name);
            listener.NamespaceAppeared(key.Name);
        }
        else if (before.Fingerprint != item.Fingerprint)
        {
            listener.GuardChanged(key.Name);
        }
    }

    public void Remove(ObjectKey key)
    {
        bool removed;
        lock (_lock)
        {
            removed = _items.Remove(key.Name);
            if (removed)
                (_all, _labelled) = (default, default);
        }

        if (removed)
            listener.NamespaceGone(key.Name);
    }

    public void Forget() => Replace(ImmutableDictionary<ObjectKey, WatchedNamespace>.Empty);

    // Most namespaces of a large cluster have the labels of many others. The fingerprint is no key for that: the name is in it.
    private WatchedNamespace Shared(WatchedNamespace item)
    {
        if (_labels.Count > (2 * _items.Count) + 16)
            _labels.Clear();
        var key = 0UL;
        foreach (var (name, value) in item.Labels)
            key += Fingerprint.Of(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        if (!_labels.TryGetValue(key, out var shared))
            _labels[key] = shared = item.Labels;
        return ReferenceEquals(shared, item.Labels) ? item : item with { Labels = shared };
    }
}
