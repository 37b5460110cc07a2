using System.Collections.Concurrent;
using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>How many objects each cache holds, by name of the resource. Thread-safe.</summary>
internal sealed class CacheSizes
{
    private readonly ConcurrentDictionary<string, (WatchTarget Target, Func<int> Count)> _caches = [];

    public IEnumerable<(WatchTarget Target, int Count)> All => _caches.Values.Select(c => (c.Target, c.Count()));

    /// <param name="count">Called from any thread.</param>
    public void Add(WatchTarget target, Func<int> count) => _caches[target.Name] = (target, count);

    public void Remove(WatchTarget target) => _caches.TryRemove(target.Name, out _);
}
