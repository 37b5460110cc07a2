using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Storage;

/// <summary>
/// All objects of the simulated cluster. One counter gives every write its resourceVersion; writes feed watches. Thread-safe.
/// </summary>
public sealed partial class ClusterStore : IClusterView
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ResourceKey, ResourceTable> _tables = [];
    private readonly int _historySize;
    private long _version = 1; // so that a watch from version 1 starts before the first object

    internal ClusterStore(ResourceCatalog catalog, SimulatorOptions options)
    {
        Catalog = catalog;
        Options = options;
        _historySize = options.WatchHistorySize;
    }

    /// <summary>The resourceVersion of the last write.</summary>
    public long ResourceVersion
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    internal ResourceCatalog Catalog { get; }

    internal SimulatorOptions Options { get; }

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject> List(string group, string resource, string? ns = null)
    {
        var key = new ResourceKey(group, resource);
        if (Catalog.Find(key) is not { } type)
            return [];
        StoredObject[] sorted;
        lock (_gate)
            sorted = Table(type.Key).Sorted();
        return [.. KeyOrder.Namespace(sorted, ns ?? "").Select(o => o.View(type))];
    }

    /// <inheritdoc/>
    public JsonObject? Get(string group, string resource, string? ns, string name)
    {
        var key = new ResourceKey(group, resource);
        return Catalog.Find(key) is { } type ? Find(type, ns ?? "", name)?.View(type) : null;
    }

    internal StoredObject? Find(ResourceType type, string ns, string name)
    {
        lock (_gate)
            return Table(type.Key).Get(StoredObject.KeyOf(ns, name));
    }

    /// <summary>The objects of a resource now, in key order, with the version of this moment.</summary>
    internal (StoredObject[] Objects, long Version) ReadAll(ResourceType type)
    {
        lock (_gate)
            return (Table(type.Key).Sorted(), _version);
    }

    internal void KeepSnapshot(ResourceType type, long version, StoredObject[] objects)
    {
        lock (_gate)
            Table(type.Key).Keep(version, objects);
    }

    internal StoredObject[]? Snapshot(ResourceType type, long version)
    {
        lock (_gate)
            return Table(type.Key).Snapshot(version);
    }

    /// <summary>
    /// Subscribes to changes after <paramref name="since"/>; null means from now on, with the present objects first.
    /// Answers null when the history does not reach back that far.
    /// </summary>
    internal WatchSubscription? Watch(ResourceType type, long? since)
    {
        var channel = Channel.CreateUnbounded<WatchRecord>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            var table = Table(type.Key);
            if (since < table.OldestVersion)
                return null;
            var initial = since is null ? table.Sorted() : [];
            foreach (var record in since is { } version ? table.Since(version) : [])
                channel.Writer.TryWrite(record);
            table.AddWatcher(channel);
            return new WatchSubscription(initial, _version, channel, () => Unwatch(type, channel));
        }
    }

    /// <summary>Sends a bookmark of the present version to every watch that allows bookmarks.</summary>
    public void SendBookmarks()
    {
        lock (_gate)
        {
            foreach (var table in _tables.Values)
                table.Bookmark(_version);
        }
    }

    /// <summary>Forgets history and snapshots, as etcd compaction does: older watches and continue tokens expire.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            foreach (var table in _tables.Values)
                table.Compact(_version);
        }
    }

    /// <summary>
    /// Every stored object as JSON text by its path (<c>pods.v1/NAMESPACE/NAME</c>): equal before and after means that nothing changed.
    /// </summary>
    public IReadOnlyDictionary<string, string> Snapshot()
    {
        lock (_gate)
        {
            return _tables
                .SelectMany(t => t.Value.Sorted().Select(o => (Path: $"{t.Key.Resource}.{t.Key.Group}/{o.Key}", o.Body)))
                .ToDictionary(o => o.Path, o => System.Text.Encoding.UTF8.GetString(o.Body));
        }
    }

    private void Unwatch(ResourceType type, Channel<WatchRecord> channel)
    {
        lock (_gate)
            Table(type.Key).RemoveWatcher(channel);
    }

    private ResourceTable Table(ResourceKey key)
    {
        if (!_tables.TryGetValue(key, out var table))
            _tables[key] = table = new ResourceTable(_historySize);
        return table;
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
