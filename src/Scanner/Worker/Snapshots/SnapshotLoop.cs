using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Self;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;
using Scanner.Publishing.Board;
using Scanner.Publishing.Documents;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker.Snapshots;

/// <summary>Puts together what is known into a new snapshot whenever something changed, and now and then because time passed.</summary>
internal sealed class SnapshotLoop(
    IApiServerReader cluster,
    ClusterReference reference,
    NamespaceWork work,
    ClusterWatch watch,
    FullScans fullScans,
    FullScanSchedule schedule,
    LiveSettings settings,
    PostureBoard board,
    Heartbeats beats,
    TimeProvider time,
    ILogger<SnapshotLoop> log)
{
    private const string Loop = "snapshots";

    // Changes come in bursts; a snapshot for each would be work for nobody.
    private static readonly TimeSpan s_shortestGap = TimeSpan.FromMilliseconds(50);

    // Verdicts grow old and containers linger without any change.
    private static readonly TimeSpan s_longestGap = TimeSpan.FromSeconds(30);

    private long _number;
    private DateTimeOffset? _tidied;

    private Composition? _composition;

    // Permissions that probes lack, as they were told.
    private ImmutableDictionary<MissingPermission, BlindSpot> _blind = ImmutableDictionary<MissingPermission, BlindSpot>.Empty;

    /// <summary>
    /// Until the program ends, leading or not: what this replica knew goes on growing old. The first snapshot follows the first full scan;
    /// before, half of it would be missing.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var last = time.GetTimestamp();
        try
        {
            while (true)
            {
                beats.Beat(Loop);
                var changed = await work.Changed.WaitAsync(Heartbeats.LongestWait, time, cancellationToken);
                if ((board.Current is null && fullScans.State.LastResult is null) || (!changed && time.GetElapsedTime(last) < s_longestGap))
                    continue;
                var start = time.GetTimestamp();
                board.Publish(Compose());
                last = time.GetTimestamp();
                Tidy();
                // In a large cluster this is real work; a fifth of one core is enough for it.
                var gap = time.GetElapsedTime(start, last) * 4;
                await Task.Delay(gap > s_shortestGap ? gap : s_shortestGap, time, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
        }
    }

    // A full scan leaves behind a verdict and an answer for every one that is kept; nothing else makes as much garbage.
    private void Tidy()
    {
        if (fullScans.State.LastStartedAt == _tidied)
            return;
        _tidied = fullScans.State.LastStartedAt;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private PostureSnapshot Compose()
    {
        var now = time.GetUtcNow();
        var parts = Parts(now);
        _composition = _composition?.Next(parts) ?? Composition.Of(parts);
        var scan = _composition.Result;
        TellBlind(scan.BlindSpots);
        return new PostureSnapshot(++_number, now, scan, fullScans.State);
    }

    private ScanParts Parts(DateTimeOffset now)
    {
        var state = fullScans.State;
        var current = settings.Current;
        return new ScanParts
        {
            Cluster = reference with { Version = fullScans.ServerVersion },
            StartedAt = state.LastStartedAt ?? now,
            Now = now,
            Duration = state.LastDuration,
            Requests = cluster.RequestsSent,
            Errors = [.. Errors()],
            Namespaces = Namespaces(),
            Rbac = watch.RbacPosture,
            Missing = [.. Missing()],
            LingerAfter = current.Probe.LingerAfter,
            Exceptions = current.Exceptions,
        };
    }

    private ImmutableArray<NamespaceParts> Namespaces()
    {
        var staleAfter = schedule.StaleAfter;
        var pods = watch.Pods.WithEphemeralContainers().ToLookup(p => p.Namespace);
        return [.. watch.Namespaces.All.Select(n => NamespaceParts.Of(work.Find(n.Name, staleAfter) ?? NotAsked(n.Name), pods[n.Name]))];
    }

    private IEnumerable<MissingPermission> Missing() =>
        from s in watch.Statuses
        where s.Status.DeniedVerb is not null
        select new MissingPermission(s.Status.DeniedVerb!, s.Target.Path.Resource, null, s.Target.Path.Group);

    private IEnumerable<ScanError> Errors() =>
        from s in watch.Statuses
        where s.Status.Message is not null
        select new ScanError(ScanStep.Watch(s.Target.Name), $"{s.Status.Message} (since {s.Status.Since:u})");

    // Once when a permission is found to be missing and once when it is there. Watches tell of their own.
    private void TellBlind(ImmutableArray<BlindSpot> spots)
    {
        var blind = spots.Where(s => s.Permission.Use != PermissionUse.Inventory).ToImmutableDictionary(s => s.Permission);
        foreach (var spot in blind.Values.Where(s => !_blind.ContainsKey(s.Permission)))
            log.Blind(BlindRule.MessageOf(spot), WorkerRemedyText.Of(BlindRule.RemedyOf(spot)));
        foreach (var spot in _blind.Values.Where(s => !blind.ContainsKey(s.Permission)))
            log.BlindNoMore(BlindRule.MessageOf(spot));
        _blind = blind;
    }

    // It came a moment ago, or the last full scan was given up before its turn.
    private NamespacePosture NotAsked(string ns) => watch.PodStatus is { HasList: true } && watch.Pods.In(ns).IsEmpty
        ? NamespaceVerdict.Unknown(ns, UnknownReason.NoPods, null, [])
        : NamespaceVerdict.Unknown(ns, UnknownReason.Error, "it has not been asked about yet", []);
}
