using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Caches;

/// <summary>
/// Watches every resource that decides about admission, as far as the server serves it. Looks for new ones now and then, after each
/// outage, and when the watch of one is lost.
/// </summary>
internal sealed class AdmissionWatch
{
    private const string Loop = "discovery";

    // A new engine announces itself by its webhook, which is watched; this only decides how soon its own objects are.
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(5);

    // From an engine's template to the kind that it makes of it, and from the start of a server to the end of its starting.
    private static readonly TimeSpan s_birth = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(1);

    private static readonly WatchTarget s_discovery = new(new ResourcePath("", "v1", "apis"));

    private readonly IApiServerReader _cluster;
    private readonly IClusterListener _changes;
    private readonly WatchStatuses _statuses;
    private readonly CacheSizes _sizes;
    private readonly Heartbeats _beats;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly GuardDiscovery _discovery;
    private readonly GuardAbsences _absences;
    private readonly Dictionary<string, FollowedGuard> _followed = [];
    private readonly Random _random;
    private readonly Backoff _backoff;
    private readonly Signal _lookAgain = new();
    private readonly Lock _lock = new();
    private ImmutableArray<ApiGroup> _groups;
    private volatile bool _hasLooked;
    private volatile bool _hasSeenAll;
    private volatile bool _lookTwice;
    private volatile Trouble? _trouble;

    public AdmissionWatch(
        IApiServerReader cluster, IClusterListener changes, WatchStatuses statuses, CacheSizes sizes, Heartbeats beats, TimeProvider time, Random random, ILogger log)
    {
        (_cluster, _changes, _statuses, _sizes, _beats, _time, _random, _log) = (cluster, changes, statuses, sizes, beats, time, random, log);
        _backoff = new Backoff(s_firstRetry, s_longestRetry, random.NextDouble);
        _discovery = new GuardDiscovery(cluster, () => beats.Beat(Loop, cluster.LongestCall));
        _absences = new GuardAbsences(time);
    }

    /// <summary>First lists are still waited for: what they bring is no change.</summary>
    public Func<bool> IsStarting { get; init; } = static () => false;

    /// <summary>The first look is over, whatever came of it.</summary>
    public bool HasLooked => _hasLooked;

    /// <summary>What the server did not say of what it serves; null when it said all.</summary>
    public FollowedWatch? Problem => _trouble is { } trouble
        ? new FollowedWatch(
            s_discovery, new WatchStatus(WatchPhase.Lost, trouble.Since, _hasSeenAll, trouble.Message), _time.GetElapsedTime(trouble.At))
        : null;

    /// <summary>What the server serves, as it said last; default before it did.</summary>
    public ImmutableArray<ApiGroup> Groups
    {
        get
        {
            lock (_lock)
                return _groups;
        }
    }

    /// <summary>What the server serves may have changed: it is asked in a few seconds, and once more when it has settled.</summary>
    public void LookSoon()
    {
        _lookTwice = true;
        _lookAgain.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var twice = _lookTwice;
                _lookTwice = false;
                var look = await _discovery.LookAsync(cancellationToken);
                Know(look.Groups);
                await FollowAsync(look, cancellationToken);
                Tell(look.Problem);
                if (look.Problem is null)
                    _backoff.Reset();
                var settled = twice || _absences.IsAny ? GuardAbsences.Apart : s_period;
                await WaitAsync(look.Problem is null ? settled : _backoff.Next(), cancellationToken);
            }
        }
        finally
        {
            _beats.End(Loop);
            foreach (var followed in _followed.Values)
                await followed.StopAsync();
        }
    }

    private void Know(ImmutableArray<ApiGroup> groups)
    {
        if (groups.IsDefault)
            return;
        lock (_lock)
            _groups = groups;
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (pause - _time.GetElapsedTime(start) is { Ticks: > 0 } rest)
        {
            _beats.Beat(Loop);
            foreach (var failed in _followed.Values.Where(f => f.Task.IsFaulted))
                await failed.Task;
            if (!await _lookAgain.WaitAsync(rest < Heartbeats.LongestWait ? rest : Heartbeats.LongestWait, _time, cancellationToken))
                continue;
            await Task.Delay(s_birth, _time, cancellationToken);
            return;
        }
    }

    private void Tell(string? problem)
    {
        if (problem is not null && problem != _trouble?.Message)
            _log.DiscoveryFailed(problem);
        var changed = problem != _trouble?.Message || !_hasLooked;
        _trouble = problem is null ? null : new Trouble(problem, _trouble?.Since ?? _time.GetUtcNow(), _trouble?.At ?? _time.GetTimestamp());
        _hasSeenAll |= problem is null;
        _hasLooked = true;
        if (!changed)
            return;
        _statuses.Changed.Set();
        _changes.WatchesChanged();
    }

    private async Task FollowAsync(GuardLook look, CancellationToken cancellationToken)
    {
        foreach (var (name, followed) in _followed.ToList())
        {
            var phase = _statuses.Find(followed.Target)?.Status.Phase;
            if (_absences.WhyDrop(followed.Target, look, phase) is { } why)
                await DropAsync(followed, why);
            // One version is as good as another while it works.
            else if (look.Served.TryGetValue(name, out var served) && served != followed.Target && phase != WatchPhase.Synced)
                await SwitchAsync(followed, served, cancellationToken);
        }

        foreach (var target in look.Served.Values.Concat(AdmissionTargets.ServedByAll).Where(t => !_followed.ContainsKey(t.Name)).DistinctBy(t => t.Name))
            Follow(target, NewCache(target), cancellationToken);
    }

    private async Task DropAsync(FollowedGuard followed, string why)
    {
        _followed.Remove(followed.Target.Name);
        await followed.StopAsync();
        _log.Dropped(followed.Target.Name, why);
        followed.Cache.Forget();
        _statuses.Gone(followed.Target);
        _sizes.Remove(followed.Target);
    }

    private async Task SwitchAsync(FollowedGuard followed, WatchTarget served, CancellationToken cancellationToken)
    {
        await followed.StopAsync();
        _log.Switched(served.Name, followed.Target.Path.Version, served.Path.Version);
        Follow(served, followed.Cache, cancellationToken);
    }

    private void Follow(WatchTarget target, GuardCache cache, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reflector = new Reflector<GuardFacts>(_cluster, target, static () => new GuardReader(), cache, _statuses, _time, _random);
        _sizes.Add(target, () => cache.Count);
        _followed[target.Name] = new FollowedGuard(target, cache, stop, reflector.RunAsync(stop.Token));
    }

    private GuardCache NewCache(WatchTarget target) =>
        new(AdmissionKinds.Find(target.Path.Group, target.Path.Resource) is { MakesKinds: true } ? new ChangeSignal(_changes, _lookAgain) : _changes) { IsStarting = IsStarting };

    private sealed record Trouble(string Message, DateTimeOffset Since, long At);
}
