using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Findings.Self;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Exposures;
using Scanner.Publishing.Board;
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

    // Rights that probes lack, by the finding's id: what it said.
    private ImmutableDictionary<string, string> _blind = ImmutableDictionary<string, string>.Empty;

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
        var staleAfter = schedule.StaleAfter;
        var state = fullScans.State;
        var namespaces = watch.Namespaces.All;
        var postures = namespaces.Select(n => work.Find(n.Name, staleAfter) ?? NotAsked(n.Name)).ToImmutableArray();
        var rbac = watch.RbacPosture;
        var inScope = namespaces.Select(n => n.Name).ToHashSet();
        var scan = new ScanResult
        {
            Cluster = reference with { Version = fullScans.ServerVersion },
            StartedAt = state.LastStartedAt ?? now,
            Duration = state.LastDuration,
            Requests = cluster.RequestsSent,
            Errors = [.. Errors()],
            Namespaces = postures,
            Rbac = rbac,
            Exposures = ExposureFinder.Of(postures, rbac),
            EphemeralContainers =
            [
                .. from pod in watch.Pods.WithEphemeralContainers()
                   where inScope.Contains(pod.Namespace)
                   from container in pod.EphemeralContainers
                   select new EphemeralContainerRecord(pod.Namespace, pod.Name, pod.Workload.ToString(), container),
            ],
        };
        var missing = watch.Statuses
            .Where(s => s.Status.DeniedVerb is not null)
            .Select(s => new MissingPermission(s.Status.DeniedVerb!, s.Target.Path.Resource, null, s.Target.Path.Group))
            .ToImmutableArray();
        var current = settings.Current;
        var judged = RuleRunner.AddTo(scan, missing, current.Probe.LingerAfter, now, current.Exceptions);
        TellBlind(judged, missing);
        return new PostureSnapshot(++_number, now, judged, state);
    }

    // Once when a right is found to be missing and once when it is there. Watches tell of their own.
    private void TellBlind(ScanResult scan, ImmutableArray<MissingPermission> missing)
    {
        var watches = missing.Select(m => BlindRule.RemedyFor(m)).ToHashSet();
        var blind = scan.Findings.Where(f => f.Rule == BlindRule.Id && !watches.Contains(f.Remediation)).ToImmutableDictionary(f => f.Id);
        foreach (var finding in blind.Values.Where(f => !_blind.ContainsKey(f.Id)))
            log.Blind(finding.Message, finding.Remediation);
        foreach (var (_, message) in _blind.Where(b => !blind.ContainsKey(b.Key)))
            log.BlindNoMore(message);
        _blind = blind.ToImmutableDictionary(f => f.Key, f => f.Value.Message);
    }

    private IEnumerable<ScanError> Errors() =>
        from s in watch.Statuses
        where s.Status.Message is not null
        select new ScanError($"watch {s.Target.Name}", $"{s.Status.Message} (since {s.Status.Since:u})");

    // It came a moment ago, or the last full scan was given up before its turn.
    private NamespacePosture NotAsked(string ns) => watch.PodStatus is { HasList: true } && watch.Pods.In(ns).IsEmpty
        ? NamespaceVerdict.Unknown(ns, UnknownReason.NoPods, null, [])
        : NamespaceVerdict.Unknown(ns, UnknownReason.Error, "it has not been asked about yet", []);
}
