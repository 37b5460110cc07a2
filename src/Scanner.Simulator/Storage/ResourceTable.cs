using System.Threading.Channels;

namespace Scanner.Simulator.Storage;

/// <summary>
/// The objects of one resource with what lists and watches need: key order, snapshots of paged lists, recent changes.
/// Not thread-safe; <see cref="ClusterStore"/> holds its lock around every call.
/// </summary>
internal sealed class ResourceTable(int historySize)
{
    /// <summary>Beyond this many changes since the last list, sorting anew is cheaper than moving array elements.</summary>
    private const int PatchLimit = 32;
    private const int SnapshotLimit = 64;

    private readonly Dictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Queue<WatchRecord> _history = new();
    private readonly List<Channel<WatchRecord>> _watchers = [];
    private readonly Dictionary<long, StoredObject[]> _snapshots = [];
    private readonly Queue<long> _snapshotOrder = new();
    private StoredObject[] _sorted = [];

    /// <summary>Watches from before this version cannot be served any more.</summary>
    public long OldestVersion { get; private set; }

    public StoredObject? Get(string key) => _objects.GetValueOrDefault(key);

    public void Change(WatchRecord record)
    {
        var key = record.Object!.Key;
        if (record.Kind == WatchKind.Deleted)
            _objects.Remove(key);
        else
            _objects[key] = record.Object;
        _changed.Add(key);
        _history.Enqueue(record);
        while (_history.Count > historySize)
            OldestVersion = _history.Dequeue().Version;
        foreach (var watcher in _watchers)
            watcher.Writer.TryWrite(record);
    }

    public void Bookmark(long version)
    {
        foreach (var watcher in _watchers)
            watcher.Writer.TryWrite(new WatchRecord(version, WatchKind.Bookmark, null, null));
    }

    /// <summary>Forgets the history up to <paramref name="version"/>, as compaction does, and all snapshots.</summary>
    public void Compact(long version)
    {
        _history.Clear();
        OldestVersion = version;
        _snapshots.Clear();
        _snapshotOrder.Clear();
    }

    /// <summary>Changes after <paramref name="version"/>.</summary>
    public IEnumerable<WatchRecord> Since(long version) => _history.Where(r => r.Version > version);

    public void AddWatcher(Channel<WatchRecord> channel) => _watchers.Add(channel);

    public void RemoveWatcher(Channel<WatchRecord> channel) => _watchers.Remove(channel);

    /// <summary>All objects in key order. The array is never changed afterwards.</summary>
    public StoredObject[] Sorted()
    {
        if (_changed.Count == 0)
            return _sorted;
        if (_changed.Count > PatchLimit)
            _sorted = [.. _objects.Values.OrderBy(o => o.Key, StringComparer.Ordinal)];
        else
            _sorted = Patched();
        _changed.Clear();
        return _sorted;
    }

    /// <summary>Keeps an array so that later pages of the list come from the same moment.</summary>
    public void Keep(long version, StoredObject[] objects)
    {
        if (!_snapshots.TryAdd(version, objects))
            return;
        _snapshotOrder.Enqueue(version);
        while (_snapshotOrder.Count > SnapshotLimit)
            _snapshots.Remove(_snapshotOrder.Dequeue());
    }

    public StoredObject[]? Snapshot(long version) => _snapshots.GetValueOrDefault(version);

    private StoredObject[] Patched()
    {
        var list = new List<StoredObject>(_sorted.Length + _changed.Count);
        list.AddRange(_sorted);
        foreach (var key in _changed)
        {
            var at = KeyOrder.Find(list, key);
            var present = at >= 0;
            if (!_objects.TryGetValue(key, out var now))
            {
                if (present)
                    list.RemoveAt(at);
            }
            else if (present)
            {
                list[at] = now;
            }
            else
            {
                list.Insert(~at, now);
            }
        }

        return [.. list];
    }
}
