using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer.Reflectors;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Caches;

/// <summary>Keeps how every watch stands, writes the changes into the log, and shows that watches turn. Thread-safe.</summary>
internal sealed class WatchStatuses(IClusterListener changes, Heartbeats beats, TimeProvider time, ILogger log) : IWatchListener
{
    private readonly ConcurrentDictionary<string, (WatchTarget Target, WatchStatus Status, long At)> _statuses = [];
    private readonly ConcurrentDictionary<string, WatchRestarts> _restarts = [];
    private int _silent;

    /// <summary>A status changed.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Called after a watch was lost, found again, or told that its resource is not served; from any thread.</summary>
    public Action Turn { private get; set; } = static () => { };

    /// <summary>By name of the resource.</summary>
    public ImmutableArray<FollowedWatch> All =>
        [.. _statuses.Values.Select(s => new FollowedWatch(s.Target, s.Status, time.GetElapsedTime(s.At))).OrderBy(w => w.Target.Name, StringComparer.Ordinal)];

    /// <summary>How often watches began anew, by reason.</summary>
    public ImmutableSortedDictionary<string, int> Restarts => RestartsOfEach
        .SelectMany(watch => watch.ByReason)
        .Where(r => r.Value > 0)
        .GroupBy(r => r.Key)
        .ToImmutableSortedDictionary(r => r.Key, r => r.Sum(each => each.Value), StringComparer.Ordinal);

    /// <summary>How often each watch began anew, also one that is watched no more.</summary>
    public IEnumerable<WatchRestarts> RestartsOfEach => _restarts.Values;

    /// <summary>Null before the watch has begun.</summary>
    public FollowedWatch? Find(WatchTarget target) =>
        _statuses.TryGetValue(target.Name, out var known) ? new FollowedWatch(known.Target, known.Status, time.GetElapsedTime(known.At)) : null;

    public void Turned(WatchTarget target, TimeSpan wait) => beats.Beat($"watch {target.Name}", wait);

    public void StatusChanged(WatchTarget target, WatchStatus status)
    {
        RestartsOf(target);
        var known = _statuses.TryGetValue(target.Name, out var before);
        var same = known && before.Status.Phase == status.Phase;
        _statuses[target.Name] = (target, status, same ? before.At : time.GetTimestamp());
        Log(target.Name, known ? before.Status : null, status);
        if (!same && known && (status.Phase is WatchPhase.Lost or WatchPhase.NotServed || before.Status.Phase == WatchPhase.Lost))
            Turn();
        Changed.Set();
        changes.WatchesChanged();
    }

    /// <summary>The resource is watched no more.</summary>
    public void Gone(WatchTarget target)
    {
        _statuses.TryRemove(target.Name, out _);
        beats.End($"watch {target.Name}");
        Changed.Set();
        changes.WatchesChanged();
    }

    public void Restarted(WatchTarget target, string reason)
    {
        RestartsOf(target).Add(reason);
        // What is in the way of one is in the way of all.
        if (reason == "silent" && Interlocked.Exchange(ref _silent, 1) == 0)
            log.StreamedListSilent(target.Name);
        else
            log.Restarted(target.Name, reason);
    }

    private WatchRestarts RestartsOf(WatchTarget target) => _restarts.GetOrAdd(target.Name, static (_, target) => new WatchRestarts(target), target);

    // Once per change of phase; while the first list is not there, once when something goes wrong with it.
    private void Log(string resource, WatchStatus? before, WatchStatus status)
    {
        if (before?.Phase == status.Phase && (status.Phase != WatchPhase.Starting || before.Message is not null))
            return;
        switch (status.Phase)
        {
            case WatchPhase.Synced:
                log.Synced(resource);
                break;
            case WatchPhase.Lost or WatchPhase.Starting when status.Message is not null:
                log.Lost(resource, status.Message);
                break;
            case WatchPhase.Polled:
                log.Polled(resource, status.Message ?? "");
                break;
            case WatchPhase.Forbidden:
                log.Forbidden(status.DeniedVerb ?? "read", resource, status.Message ?? "");
                break;
            case WatchPhase.NotServed:
                log.NotServed(resource);
                break;
        }
    }
}
