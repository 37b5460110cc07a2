using System.Collections.Concurrent;
using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>How often one watch began anew. Thread-safe.</summary>
internal sealed class WatchRestarts(WatchTarget target)
{
    // All the words that IWatchListener.Restarted knows.
    private readonly ConcurrentDictionary<string, int> _counts = new(
        new[] { "expired", "lost", "refused", "disorder", "silent" }.Select(reason => KeyValuePair.Create(reason, 0)));

    public WatchTarget Target { get; } = target;

    /// <summary>Every reason is there.</summary>
    public IEnumerable<KeyValuePair<string, int>> ByReason => _counts;

    public void Add(string reason) => _counts.AddOrUpdate(reason, 1, static (_, count) => count + 1);
}
