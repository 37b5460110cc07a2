using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Writes;
using Scanner.Core.Posture;
using Scanner.Publishing.Board;
using Scanner.Reports;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;
using Scanner.Worker.Work;

namespace Scanner.Worker.Reports;

/// <summary>
/// Writes what the present snapshot says into reports while this replica leads, wherever that differs from what the cluster holds. It never
/// relies on having written anything: what is stored and what is to be said are compared, so that nothing is lost by a failure, a restart or a stranger.
/// </summary>
internal sealed class ReportPublisher(
    ReportFollower follower, ServedReports choice, ReportOptions options, ClusterWatch watch, PostureBoard board, KnownNamespaces known, ReportScribe scribe,
    Heartbeats beats, WorkerTime clock, TimeProvider time, ILogger<ReportPublisher> log)
{
    private const string Loop = "reports";

    /// <summary>Reports that are written at once: one at a time would be as slow as the server's answers.</summary>
    private const int AtOnce = 8;

    // Changes come in bursts, and a look goes over all namespaces.
    private static readonly TimeSpan s_lookGap = TimeSpan.FromSeconds(1);

    private ReportDesk _desk = new();
    private TimeSpan? _lookedAt;

    // The last look knew of all reports that there are.
    private bool _sawAll;
    private bool _toldUpToDate;
    private bool _recalled;
    private bool _sweepAll;

    // Something came that no look has seen.
    private bool _wake;

    /// <summary>Begins to follow what is stored, so that what it remembers can be read.</summary>
    public async Task BeginTermAsync(CancellationToken cancellationToken)
    {
        (_desk, _lookedAt, _sawAll, _toldUpToDate) = (new ReportDesk(), null, false, false);
        await choice.FollowAsync(cancellationToken);
        _recalled = follower.Target is null;
    }

    /// <summary>What reports remember and this process did not write counts for what it finds from now on, and for what it has found.</summary>
    public void Recall()
    {
        if (_recalled || follower.Namespaces.TakeNews() is not { } news)
            return;
        _recalled = true;
        known.Recall(news);
    }

    public Task EndTermAsync() => follower.StopAsync();

    /// <summary>Until cancelled.</summary>
    /// <param name="client">Sends nothing once the term is over.</param>
    public async Task RunAsync(IReportClient client, CancellationToken cancellationToken)
    {
        scribe.Begin(client);
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var snapshots = FollowBoardAsync(together.Token);
        try
        {
            while (true)
            {
                beats.Beat(Loop);
                await follower.CheckAsync();
                // Reports of an API that is followed later in the term may be of any age.
                _recalled |= await choice.FollowAsync(cancellationToken);
                Recall();
                await WriteAsync(cancellationToken);
                _wake |= await follower.Changed.WaitAsync(Wait(), time, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
            await together.CancelAsync();
            await snapshots.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowBoardAsync(CancellationToken cancellationToken)
    {
        for (long number = 0; ;)
        {
            number = (await board.WhenAsync(s => s.Number > number, cancellationToken)).Number;
            follower.Changed.Set();
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        Look();
        var running = new List<(ReportState State, Task<Delivery> Delivery)>(AtOnce);
        while (true)
        {
            beats.Beat(Loop, scribe.LongestCall);
            while (running.Count < AtOnce && scribe.PausedUntil <= clock.Now && _desk.TryTake(clock.Now) is { } state)
            {
                if (scribe.Begin(state, _desk.Waiting, cancellationToken) is not { } write)
                    continue;
                state.IsUnderWay = true;
                running.Add((state, write()));
            }

            if (running.Count == 0)
                break;
            await Task.WhenAny(running.Select(r => r.Delivery));
            foreach (var ended in running.Where(r => r.Delivery.IsCompleted).ToList())
            {
                running.Remove(ended);
                await EndAsync(ended.State, ended.Delivery);
            }

            Look();
        }

        if (_desk.Waiting > 0 || !_sawAll)
            return;
        scribe.SayThatItGoesOn();
        if (!_toldUpToDate)
        {
            _toldUpToDate = true;
            log.UpToDate(follower.Namespaces.All().Length + follower.Cluster.All().Length);
        }
    }

    private async Task EndAsync(ReportState state, Task<Delivery> delivery)
    {
        try
        {
            scribe.End(state, await delivery, _desk);
            _desk.Ended(state);
        }
        catch (NotSentException)
        {
            // The term is over: who leads now compares again.
        }
    }

    /// <summary>Takes the present snapshot, not before the first full scan of the term has ended: until then it says of many what it will not say in a moment.</summary>
    private void Look()
    {
        var now = clock.Now;
        if (follower.Target is null || board.Current is not { FullScans.LastResult: not null } snapshot || now - _lookedAt < s_lookGap
            || !(follower.Namespaces.IsListed || follower.Cluster.IsListed))
        {
            return;
        }

        (_lookedAt, _sawAll, _wake) = (now, follower.IsSettled, false);
        var (namespaces, cluster) = (follower.Namespaces.TakeTouched(), follower.Cluster.TakeTouched());
        var sweeps = watch.NamespaceStatus is { Phase: WatchPhase.Synced };
        _desk.Look(snapshot, key => (key.Length == 0 ? cluster : namespaces).Has(key), gone => !sweeps || follower.Namespaces.Find(gone.Key) is null, now);
        _sweepAll |= namespaces.All;
        if (sweeps)
            Sweep(namespaces.Keys, snapshot, now);
    }

    // Reports in namespaces that left the scope before this term. Whatever leaves it later the desk knows.
    private void Sweep(IEnumerable<string> touched, PostureSnapshot snapshot, TimeSpan now)
    {
        var stored = _sweepAll ? follower.Namespaces.All() : [.. touched.Select(follower.Namespaces.Find).OfType<StoredReport>()];
        _sweepAll = false;
        if (stored.IsEmpty)
            return;
        var present = snapshot.Scan.Namespaces.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var left in stored.Where(r => r.Instance == options.Instance && !present.Contains(r.Namespace!)))
            _desk.Add(left.Namespace!, now);
    }

    private TimeSpan Wait()
    {
        var (now, wait) = (clock.Now, Heartbeats.LongestWait);
        if (_desk.NextDue is { } due)
            wait = Min(wait, Max(due, scribe.PausedUntil) - now);
        if (_wake && _lookedAt is { } looked)
            wait = Min(wait, looked + s_lookGap - now);
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
