using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Scopes;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Index;
using Scanner.Decoding;
using Scanner.Decoding.Pods;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Caches;

/// <summary>Keeps the caches of everything that analysis reads equal to the cluster, on every replica, leading or not.</summary>
internal sealed class ClusterWatch
{
    /// <summary>
    /// How long the first lists are waited for of what the worker can do without. Behind a proxy that passes no watch on, a first list takes
    /// half a minute.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly IApiServerReader _cluster;
    private readonly WatchScope _scope;
    private readonly ScopeRefusals _refusals;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Housekeeping _housekeeping;
    private readonly ILogger _log;
    private readonly WatchStatuses _statuses;
    private readonly AdmissionWatch _admission;
    private readonly Outages _outages;
    private readonly Outages _disturbances;
    private readonly long _startedAt;
    private int _synced;
    private RestrictedRbac? _restricted;

    public ClusterWatch(
        IApiServerReader cluster, IClusterListener changes, WatchScope scope, ScopeRefusals refusals, Heartbeats beats, Housekeeping housekeeping, TimeProvider time,
        Random random, ILogger<ClusterWatch> log)
    {
        _housekeeping = housekeeping;
        (_cluster, _scope, _refusals, _time, _random, _log) = (cluster, scope, refusals, time, random, log);
        _startedAt = time.GetTimestamp();
        Namespaces = new NamespaceCache(changes, scope.Namespaces);
        Pods = new PodCache(changes);
        _outages = new Outages(time, () => IsReachable);
        // Namespaces that are listed from time to time, and not watched, hide a short outage of the server, which pods show.
        _disturbances = new Outages(time, () => NamespaceStatus is not { Phase: WatchPhase.Lost } && PodStatus is not { Phase: WatchPhase.Lost });
        _statuses = new WatchStatuses(changes, beats, time, log);
        _admission = new AdmissionWatch(cluster, changes, _statuses, Sizes, beats, time, random, log) { IsStarting = () => Volatile.Read(ref _synced) == 0 };
        _statuses.Turn = () =>
        {
            _outages.Look();
            _disturbances.Look();
            _admission.LookSoon();
        };
        Follow(refusals, changes, log);
        Rbac = new RbacWatch(cluster, changes, _statuses, Sizes, time, random);
        Sizes.Add(NamespaceTarget, () => Namespaces.Count);
        Sizes.Add(PodTarget, () => Pods.Count);
    }

    public NamespaceCache Namespaces { get; }

    public PodCache Pods { get; }

    public RbacWatch Rbac { get; }

    /// <summary>How many objects the caches hold.</summary>
    public CacheSizes Sizes { get; } = new();

    /// <summary>Who can add ephemeral containers to pods of the namespaces in scope.</summary>
    /// <remarks>The same object until something about it changes: what is made of it need not be made again.</remarks>
    public RbacPosture RbacPosture
    {
        get
        {
            var whole = Rbac.Posture(StatusEverywhere);
            var restricted = Volatile.Read(ref _restricted);
            if (!ReferenceEquals(restricted?.Of, whole))
                Volatile.Write(ref _restricted, restricted = new RestrictedRbac(whole, RbacRestriction.To(whole, [.. _scope.Namespaces], null)));
            return restricted!.Posture;
        }
    }

    /// <summary>What the server serves, as it said last; default before it did.</summary>
    public ImmutableArray<ApiGroup> Groups => _admission.Groups;

    /// <summary>The server does not serve what it said it serves: it is asked again soon.</summary>
    public void LookAgain() => _admission.LookSoon();

    /// <summary>Something about the watches changed.</summary>
    public Signal StatusSignal => _statuses.Changed;

    /// <summary>
    /// Every watch, what is left out of it in single namespaces, and the question what the server serves while it has no good answer; by name of the
    /// resource.
    /// </summary>
    public ImmutableArray<FollowedWatch> Watches
    {
        get
        {
            var all = _statuses.All.AddRange(_refusals.All.Select(LeftOut));
            return _admission.Problem is { } problem ? all.Add(problem) : all;
        }
    }

    /// <summary>As <see cref="Watches"/>; of a first list that is not there it says so.</summary>
    public ImmutableArray<(WatchTarget Target, WatchStatus Status)> Statuses =>
        [.. Watches.Select(w => (w.Target, !IsThere(w) ? w.Status with { Message = w.Status.Message ?? "its first list has not come yet" } : w.Status))];

    /// <summary>
    /// Every cache has shown the present once, or cannot for want of permission: there is nothing to wait for. Namespaces and pods are waited
    /// for as long as it takes, since without them there is nothing to do; of all else what is not there within a minute is gone on without.
    /// </summary>
    public bool IsSynced => Volatile.Read(ref _synced) != 0 || Sync();

    /// <summary>Resources whose first list is not there, and is still waited for.</summary>
    public ImmutableArray<string> Waiting => [.. Watches.Where(w => !IsThere(w)).Select(w => w.Target.Place)];

    /// <summary>False while neither namespaces nor pods can be watched for want of an answer: probes would fare no better.</summary>
    public bool IsReachable => NamespaceStatus is not { Phase: WatchPhase.Lost } || PodStatus is not { Phase: WatchPhase.Lost };

    /// <summary>Why this replica cannot do a leader's work, and another perhaps could; null when it can.</summary>
    public string? WhyUnfit
    {
        get
        {
            if (!IsSynced)
                return "the caches are not synced";
            return _outages.Lasting > s_patience ? "neither namespaces nor pods can be watched" : null;
        }
    }

    /// <summary>How often watches began anew, by reason.</summary>
    public ImmutableSortedDictionary<string, int> Restarts => _statuses.Restarts;

    /// <summary>How often each watch began anew.</summary>
    public IEnumerable<WatchRestarts> RestartsOfEach => _statuses.RestartsOfEach;

    private WatchTarget NamespaceTarget => new(ResourcePath.Core("namespaces")) { LabelSelector = _scope.NamespaceSelector, IsAlwaysServed = true };

    private static WatchTarget PodTarget { get; } = new(ResourcePath.Core("pods")) { IsAlwaysServed = true };

    /// <summary>How the pods of one namespace are watched.</summary>
    public WatchStatus? PodStatusIn(string ns) =>
        _refusals.Find(PodTarget.Path with { Namespace = ns }) is { } refusal ? LeftOut(refusal).Status : PodStatus;

    /// <summary>Whether the pods of one namespace are those of now, or of the last half minute.</summary>
    public bool ArePodsKnownIn(string ns) => PodStatusIn(ns) is { HasList: true, Phase: WatchPhase.Synced or WatchPhase.Polled };

    public WatchStatus? PodStatus => _statuses.Find(PodTarget)?.Status;

    public WatchStatus? NamespaceStatus => _statuses.Find(NamespaceTarget)?.Status;

    /// <summary>
    /// Whether the API server was away at some moment since <paramref name="timestamp"/>: what it refused then was refused by a server that
    /// had just started and knew no roles yet.
    /// </summary>
    public bool WasAwaySince(long timestamp) =>
        _outages.AnySince(timestamp) || _disturbances.AnySince(timestamp, s_patience) || _refusals.WasAwaySince(timestamp);

    /// <summary>Whether nothing but its objects tells what a namespace is protected by, or what there is to protect.</summary>
    public static bool IsEssential(WatchTarget target) =>
        (target.Path.Group.Length == 0 && target.Path.Resource is "namespaces" or "pods") || AdmissionKinds.IsGroup(target.Path.Group);

    /// <summary>Until cancelled, or until one of its parts fails for a reason that is no fault of the cluster.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> parts =
        [
            new Reflector<WatchedNamespace>(_cluster, NamespaceTarget, static () => new WatchedNamespaceReader(), Namespaces, _statuses, _time, _random)
                .RunAsync(together.Token),
            new Reflector<PodFacts>(_cluster, PodTarget, () => new PodReader(() => Pods.KeepsLabels), Pods, _statuses, _time, _random).RunAsync(together.Token),
            _admission.RunAsync(together.Token),
            .. Rbac.Run(together.Token),
            TidyAsync(together.Token),
        ];
        await Task.WhenAny(parts);
        await together.CancelAsync();
        await Task.WhenAll(parts);
    }

    // Who is bound where nothing may be read is not known.
    private WatchStatus? StatusEverywhere(WatchTarget target) =>
        _refusals.All.FirstOrDefault(r => r.Path with { Namespace = null } == target.Path) is { } refusal ? LeftOut(refusal).Status : _statuses.Find(target)?.Status;

    private FollowedWatch LeftOut(ScopeRefusal refusal) => new(
        new WatchTarget(refusal.Path),
        new WatchStatus(WatchPhase.Forbidden, refusal.Since, false, refusal.Message, refusal.Verb),
        _time.GetElapsedTime(refusal.Timestamp));

    private static void Follow(ScopeRefusals refusals, IClusterListener changes, ILogger log)
    {
        refusals.LeftOut = refusal =>
        {
            log.Forbidden(refusal.Verb, new WatchTarget(refusal.Path).Place, refusal.Message);
            changes.WatchesChanged();
        };
        refusals.TakenIn = refusal =>
        {
            log.Synced(new WatchTarget(refusal.Path).Place);
            changes.WatchesChanged();
        };
    }

    private bool Sync()
    {
        if (!IsThere(_statuses.Find(NamespaceTarget)) || !IsThere(_statuses.Find(PodTarget)))
            return false;
        if (Watches.Any(w => !IsThere(w) && !IsOverdue(w)) || (!_admission.HasLooked && _time.GetElapsedTime(_startedAt) < s_patience))
            return false;
        if (Interlocked.Exchange(ref _synced, 1) != 0)
            return true;
        foreach (var missing in Statuses.Where(s => s.Status is { IsSettled: false, HasList: false }))
            _log.GoesOnWithout(missing.Target.Name, missing.Status.Message ?? "");
        return true;
    }

    private static bool IsThere(FollowedWatch? watch) => watch is { Status: { IsSettled: true } or { HasList: true } };

    private static bool IsOverdue(FollowedWatch watch) => watch.Status is { IsSettled: false, HasList: false } && watch.For >= s_patience;

    // The first lists leave behind many times what is kept of them, and nothing that comes later needs as much again.
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        for (var looks = 0; !IsSynced; looks++)
        {
            if (looks == 3)
                _log.StillWaiting(string.Join(", ", Waiting));
            await Task.Delay(Heartbeats.LongestWait, _time, cancellationToken);
        }

        _housekeeping.Tidy();
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
    }

    private sealed class RestrictedRbac(RbacPosture whole, RbacPosture posture)
    {
        public RbacPosture Of { get; } = whole;

        public RbacPosture Posture { get; } = posture;
    }
}
