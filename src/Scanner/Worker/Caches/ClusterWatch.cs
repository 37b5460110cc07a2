using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Index;
using Scanner.Decoding;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Caches;

/// <summary>Keeps the caches of everything that analysis reads equal to the cluster, on every replica, leading or not.</summary>
internal sealed class ClusterWatch : IWatchListener
{
    private readonly IApiServerReader _cluster;
    private readonly IClusterListener _changes;
    private readonly WatchScope _scope;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Heartbeats _beats;
    private readonly ConcurrentDictionary<string, (WatchTarget Target, WatchStatus Status)> _statuses = [];
    private readonly ConcurrentDictionary<string, int> _restarts = [];
    private readonly Signal _firstSync = new();
    private readonly AdmissionWatch _admission;
    private RestrictedRbac? _restricted;

    public ClusterWatch(IApiServerReader cluster, IClusterListener changes, WatchScope scope, Heartbeats beats, TimeProvider time, ILogger<ClusterWatch> log)
    {
        (_cluster, _changes, _scope, _beats, _time, _log) = (cluster, changes, scope, beats, time, log);
        Namespaces = new NamespaceCache(changes, scope.Namespaces);
        Pods = new PodCache(changes);
        _admission = new AdmissionWatch(cluster, changes, this, beats, time, log);
        Rbac = new RbacWatch(cluster, changes, this, time);
    }

    public NamespaceCache Namespaces { get; }

    public PodCache Pods { get; }

    public RbacWatch Rbac { get; }

    /// <summary>Who can add ephemeral containers to pods of the namespaces in scope.</summary>
    /// <remarks>The same object until something about it changes: what is made of it need not be made again.</remarks>
    public RbacPosture RbacPosture
    {
        get
        {
            var whole = Rbac.Posture(StatusOf);
            var restricted = Volatile.Read(ref _restricted);
            if (!ReferenceEquals(restricted?.Of, whole))
                Volatile.Write(ref _restricted, restricted = new RestrictedRbac(whole, RbacRestriction.To(whole, [.. _scope.Namespaces], null)));
            return restricted!.Posture;
        }
    }

    /// <summary>Something about the watches changed.</summary>
    public Signal StatusSignal { get; } = new();

    /// <summary>By name of the resource.</summary>
    public ImmutableArray<(WatchTarget Target, WatchStatus Status)> Statuses =>
        [.. _statuses.Values.OrderBy(s => s.Target.Name, StringComparer.Ordinal)];

    /// <summary>Every cache shows the present, or cannot for want of permission: there is nothing to wait for.</summary>
    public bool IsSynced => StatusOf(NamespaceTarget) is { IsSettled: true } && StatusOf(PodTarget) is { IsSettled: true } && _admission.IsDiscovered
        && _statuses.Values.All(s => s.Status.IsSettled || s.Status.HasList);

    /// <summary>False while neither namespaces nor pods can be watched for want of an answer: probes would fare no better.</summary>
    public bool IsReachable => StatusOf(NamespaceTarget) is not { Phase: WatchPhase.Lost } || StatusOf(PodTarget) is not { Phase: WatchPhase.Lost };

    /// <summary>How often watches began anew, by reason.</summary>
    public ImmutableSortedDictionary<string, int> Restarts => _restarts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private WatchTarget NamespaceTarget => new(ResourcePath.Core("namespaces")) { LabelSelector = _scope.NamespaceSelector };

    private static WatchTarget PodTarget { get; } = new(ResourcePath.Core("pods"));

    public WatchStatus? PodStatus => StatusOf(PodTarget);

    public WatchStatus? NamespaceStatus => StatusOf(NamespaceTarget);

    /// <summary>Until cancelled, or until one of its parts fails for a reason that is no fault of the cluster.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> parts =
        [
            new Reflector<WatchedNamespace>(_cluster, NamespaceTarget, () => new WatchedNamespaceReader(), Namespaces, this, _time).RunAsync(together.Token),
            new Reflector<PodFacts>(_cluster, PodTarget, () => new PodReader(), Pods, this, _time).RunAsync(together.Token),
            _admission.RunAsync(together.Token),
            .. Rbac.Run(together.Token),
            TidyAsync(together.Token),
        ];
        await Task.WhenAny(parts);
        await together.CancelAsync();
        await Task.WhenAll(parts);
    }

    // The first lists leave behind many times what is kept of them, and nothing that comes later needs as much again.
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        while (!IsSynced)
            await _firstSync.WaitAsync(Heartbeats.LongestWait, _time, cancellationToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
    }

    public void Turned(WatchTarget target, TimeSpan wait) => _beats.Beat($"watch {target.Name}", wait);

    public void StatusChanged(WatchTarget target, WatchStatus status)
    {
        var before = StatusOf(target);
        _statuses[target.Name] = (target, status);
        if (before?.Phase != status.Phase)
            Log(target.Name, status);
        StatusSignal.Set();
        _firstSync.Set();
        _changes.WatchesChanged();
    }

    /// <summary>The resource is watched no more.</summary>
    public void Gone(WatchTarget target)
    {
        _statuses.TryRemove(target.Name, out _);
        _beats.End($"watch {target.Name}");
        StatusSignal.Set();
    }

    public void Restarted(WatchTarget target, string reason)
    {
        _restarts.AddOrUpdate(reason, 1, (_, count) => count + 1);
        _log.Restarted(target.Name, reason);
    }

    private WatchStatus? StatusOf(WatchTarget target) => _statuses.TryGetValue(target.Name, out var known) ? known.Status : null;

    private void Log(string resource, WatchStatus status)
    {
        switch (status.Phase)
        {
            case WatchPhase.Synced:
                _log.Synced(resource);
                break;
            case WatchPhase.Lost or WatchPhase.Starting when status.Message is not null:
                _log.Lost(resource, status.Message);
                break;
            case WatchPhase.Forbidden:
                _log.Forbidden(status.DeniedVerb ?? "read", resource, status.Message ?? "");
                break;
            case WatchPhase.NotServed:
                _log.NotServed(resource);
                break;
        }
    }

    private sealed class RestrictedRbac(RbacPosture whole, RbacPosture posture)
    {
        public RbacPosture Of { get; } = whole;

        public RbacPosture Posture { get; } = posture;
    }
}
