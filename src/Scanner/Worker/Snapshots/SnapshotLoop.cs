using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Self;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;
using Scanner.Publishing.Board;
using Scanner.Publishing.Documents;
using Scanner.Worker.Loops;
using Scanner.Worker.Probes;
using Scanner.Worker.Work;

namespace Scanner.Worker.Snapshots;

/// <summary>Puts together what is known into a new snapshot whenever something changed, and now and then because time passed.</summary>
internal sealed class SnapshotLoop(
    SnapshotParts parts,
    ProbeQueue queue,
    KnownNamespaces known,
    WorkSignals signals,
    FullScans fullScans,
    PostureBoard board,
    Heartbeats beats,
    Housekeeping housekeeping,
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

    private readonly LostProtections _lost = new(log);

    private Composition? _composition;

    // Permissions that probes lack, as they were told.
    private ImmutableDictionary<MissingPermission, BlindSpot> _blind = ImmutableDictionary<MissingPermission, BlindSpot>.Empty;

    /// <summary>
    /// Until the program ends. The first snapshot of a term appears when the term begins, and fills up as answers come. A replica that has
    /// led goes on, for what it knew goes on growing old; one that never did has nothing to say.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var last = time.GetTimestamp();
        try
        {
            while (true)
            {
                beats.Beat(Loop);
                var changed = await signals.Changed.WaitAsync(Heartbeats.LongestWait, time, cancellationToken);
                if ((board.Current is null && !known.IsLeading) || (!changed && time.GetElapsedTime(last) < s_longestGap))
                    continue;
                var start = time.GetTimestamp();
                var term = known.Terms;
                var snapshot = Compose();
                // What was known in another term must not be on the board in this one.
                if (term != known.Terms)
                    continue;
                board.Publish(snapshot);
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
        housekeeping.Tidy();
    }

    private PostureSnapshot Compose()
    {
        var now = time.GetUtcNow();
        // Before what is known: a snapshot that says that all were asked has what they answered.
        var state = fullScans.State;
        var gathered = parts.Gather(now);
        _composition = _composition?.Next(gathered) ?? Composition.Of(gathered);
        var scan = _composition.Result;
        TellBlind(scan.BlindSpots);
        _lost.Tell(scan);
        return new PostureSnapshot(++_number, now, scan, state with
        {
            Awaited = state.RunningSince is null ? 0 : queue.Awaited,
            Unanswered = queue.Unanswered,
        });
    }

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
}
