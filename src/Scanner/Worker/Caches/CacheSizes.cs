using System.Collections.Concurrent;
using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>How many objects each cache holds, by name of the resource. Thread-safe.</summary>
internal sealed class CacheSizes
{
    private readonly ConcurrentDictionary<string, CacheSize> _caches = [];

    public IEnumerable<CacheSize> All => _caches.Values;

    /// <param name="count">Called from any thread.</param>
    public void Add(WatchTarget target, Func<int> count) => _caches[target.Name] = new CacheSize(target, count);

    public void Remove(WatchTarget target) => _caches.TryRemove(target.Name, out _);
}
