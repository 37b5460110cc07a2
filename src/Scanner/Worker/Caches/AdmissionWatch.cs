using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Caches;

/// <summary>Watches every resource that decides about admission, as far as the server serves it, and looks for new ones now and then.</summary>
internal sealed class AdmissionWatch(
    IApiServerReader cluster, IClusterListener changes, ClusterWatch listener, Heartbeats beats, TimeProvider time, ILogger log)
{
    private const string Loop = "discovery";

    // A new engine announces itself by its webhook, which is watched; this only decides how soon its own objects are.
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(5);

    // From an engine's template to the kind that it makes of it.
    private static readonly TimeSpan s_birth = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(2);

    private readonly Dictionary<WatchTarget, (GuardCache Cache, CancellationTokenSource Stop, Task Task)> _watches = [];
    private readonly Backoff _backoff = new(s_firstRetry, s_period, Random.Shared.NextDouble);
    private readonly Signal _lookAgain = new();
    private volatile bool _discovered;
    private string? _told;

    /// <summary>The server has said once what it serves.</summary>
    public bool IsDiscovered => _discovered;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var pause = s_period;
                if (await DiscoverAsync(cancellationToken) is { } targets)
                {
                    await FollowAsync(targets, cancellationToken);
                    _backoff.Reset();
                    _discovered = true;
                    listener.StatusSignal.Set();
                }
                else
                {
                    pause = _backoff.Next();
                }

                await WaitAsync(pause, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
            foreach (var (_, stop, task) in _watches.Values)
            {
                await stop.CancelAsync();
                await task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                stop.Dispose();
            }
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (pause - time.GetElapsedTime(start) is { Ticks: > 0 } rest)
        {
            beats.Beat(Loop);
            foreach (var (_, _, task) in _watches.Values.Where(w => w.Task.IsFaulted))
                await task;
            if (!await _lookAgain.WaitAsync(rest < Heartbeats.LongestWait ? rest : Heartbeats.LongestWait, time, cancellationToken))
                continue;
            await Task.Delay(s_birth, time, cancellationToken);
            return;
        }
    }

    /// <summary>Null when the server did not say.</summary>
    private async Task<List<WatchTarget>?> DiscoverAsync(CancellationToken cancellationToken)
    {
        var answer = await cluster.GetGroupsAsync(cancellationToken);
        if (answer is not ApiAnswer<ImmutableArray<ApiGroup>>.Ok { Value: var groups })
        {
            Tell(answer.Describe());
            return null;
        }

        var targets = new Dictionary<string, WatchTarget>();
        foreach (var group in groups.Where(g => AdmissionKinds.IsGroup(g.Name)))
        {
            foreach (var version in group.Versions)
            {
                switch (await cluster.GetResourcesAsync(group.Name, version, cancellationToken))
                {
                    case ApiAnswer<ImmutableArray<ApiResource>>.Ok { Value: var resources }:
                        foreach (var resource in resources.Where(r => AdmissionKinds.Find(group.Name, r.Name) is not null && r.Verbs.Contains("watch")))
                        {
                            // The first version is the one the server prefers.
                            var target = new WatchTarget(new ResourcePath(group.Name, version, resource.Name)) { MetadataOnly = true };
                            targets.TryAdd(target.Name, target);
                        }

                        break;

                    // Between the list of groups and now.
                    case ApiAnswer<ImmutableArray<ApiResource>>.Refused { Status.IsNotServed: true }:
                        break;

                    case var failure:
                        Tell(failure.Describe());
                        return null;
                }
            }
        }

        _told = null;
        return [.. targets.Values];
    }

    private void Tell(string failure)
    {
        if (failure != _told)
            log.DiscoveryFailed(failure);
        _told = failure;
    }

    private async Task FollowAsync(List<WatchTarget> targets, CancellationToken cancellationToken)
    {
        foreach (var gone in _watches.Keys.Except(targets).ToList())
        {
            _watches.Remove(gone, out var watch);
            await watch.Stop.CancelAsync();
            await watch.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            watch.Stop.Dispose();
            watch.Cache.Forget();
            listener.Gone(gone);
        }

        foreach (var target in targets.Where(t => !_watches.ContainsKey(t)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            IClusterListener heard = AdmissionKinds.Find(target.Path.Group, target.Path.Resource) is { MakesKinds: true }
                ? new LookAgain(changes, _lookAgain)
                : changes;
            var cache = new GuardCache(heard);
            var reflector = new Reflector<GuardFacts>(cluster, target, static () => new GuardReader(), cache, listener, time);
            _watches.Add(target, (cache, stop, reflector.RunAsync(stop.Token)));
        }
    }

    /// <summary>Passes a change on and has the server asked what it serves now.</summary>
    private sealed class LookAgain(IClusterListener inner, Signal signal) : IClusterListener
    {
        public void NamespaceAppeared(string ns) => inner.NamespaceAppeared(ns);

        public void NamespaceGone(string ns) => inner.NamespaceGone(ns);

        public void PodsChanged(string ns) => inner.PodsChanged(ns);

        public void InventoryChanged() => inner.InventoryChanged();

        public void WatchesChanged() => inner.WatchesChanged();

        public void GuardChanged(string ns) => inner.GuardChanged(ns);

        public void AllGuardsChanged()
        {
            inner.AllGuardsChanged();
            signal.Set();
        }
    }
}
