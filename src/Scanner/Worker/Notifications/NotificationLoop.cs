using Microsoft.Extensions.Logging;
using Scanner.Core;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Publishing.Notifications;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Settings;
using Scanner.Worker.Snapshots;

namespace Scanner.Worker.Notifications;

/// <summary>
/// Sends each change of a finding while this replica leads, one after the other. A message is tried again until it is taken, the receiver will
/// not have it, or an hour has passed.
/// </summary>
internal sealed class NotificationLoop(
    NotifySettings settings, INotificationReceiver receiver, ILeaderElection election, ClusterReference cluster, Heartbeats beats, Random random,
    TimeProvider time, ILogger<NotificationLoop> log) : ISnapshotReader
{
    private const string Loop = "notifications";

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    private readonly FindingChanges _findings = new(settings.Least);
    private readonly StandingAlerts _alerts = new(settings.Form == NotificationForm.Alertmanager, time);
    private readonly NotificationQueue _queue = new();
    private readonly Signal _waiting = new();
    private volatile ClusterReference _cluster = cluster;
    private string _problem = "";
    private int _dropped;
    private int _term;

    public void Read(PostureSnapshot? snapshot)
    {
        if (snapshot is null)
        {
            _findings.Forget();
            _alerts.Forget();
            // Also where leading begins again before the other loop has looked.
            Interlocked.Increment(ref _term);
            _queue.Clear();
            return;
        }

        _cluster = snapshot.Scan.Cluster;
        var changes = _findings.Next(snapshot.Scan, time.GetUtcNow());
        _alerts.Leave(changes);
        _queue.Add(changes);
        if (_alerts.BeginIfDue(_findings.Standing) || !changes.IsEmpty)
            _waiting.Set();
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        log.Notifying(receiver.Name, settings.Form.ToString().ToLowerInvariant(), settings.Least.ToString().ToLowerInvariant());
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                beats.Beat(Loop);
                if (!election.IsLeader)
                    _queue.Clear();
                TellDropped();
                if (_queue.Peek(_alerts.MostInOne) is { Count: > 0 } changes)
                    await DeliverAsync(changes, cancellationToken);
                else if (election.IsLeader && _alerts.TakeNext() is { Count: > 0 } standing)
                    await DeliverAsync(standing, cancellationToken);
                else
                    await _waiting.WaitAsync(Heartbeats.LongestWait, time, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
        }
    }

    private async Task DeliverAsync(IReadOnlyList<FindingChange> changes, CancellationToken cancellationToken)
    {
        var term = Volatile.Read(ref _term);
        var (delivery, start) = (random.NextInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture), time.GetTimestamp());
        for (var pause = s_firstPause; election.IsLeader && term == Volatile.Read(ref _term); pause = Shorter(pause * 2, s_longestPause))
        {
            beats.Beat(Loop);
            var outcome = await receiver.SendAsync(delivery, Body(changes), cancellationToken);
            Tell(outcome.Problem);
            if (outcome.Problem is null)
            {
                _queue.Remove(changes);
                _dropped = 0;
                return;
            }

            if (outcome.IsFinal || time.GetElapsedTime(start) > s_patience)
            {
                _queue.Drop(changes);
                return;
            }

            var asked = outcome.Pause is { } wanted && wanted > pause ? Shorter(wanted, s_longestPause) : pause;
            await PauseAsync(Jitter.Lengthen(asked, random), cancellationToken);
        }
    }

    private byte[] Body(IReadOnlyList<FindingChange> changes) => settings.Form switch
    {
        NotificationForm.Slack => SlackForm.Write(changes[0], _cluster, _dropped),
        NotificationForm.Alertmanager => AlertmanagerForm.Write(changes, time.GetUtcNow()),
        _ => ScannerForm.Write(changes[0], _cluster, _dropped),
    };

    // A pause is longer than the loop may be silent, and a term that ends meanwhile ends it.
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); election.IsLeader && time.GetElapsedTime(start) < pause;)
        {
            beats.Beat(Loop);
            await Task.Delay(Shorter(pause - time.GetElapsedTime(start) + TimeSpan.FromMilliseconds(1)), time, cancellationToken);
        }
    }

    // Once when messages begin to fail and once when they are taken again.
    private void Tell(string? problem)
    {
        if (problem is not null && problem != _problem)
            log.NotDelivered(problem);
        else if (problem is null && _problem.Length > 0)
            log.DeliveredAgain();
        _problem = problem ?? "";
    }

    private void TellDropped()
    {
        var (count, some) = _queue.TakeDropped();
        if (count == 0)
            return;
        _dropped += count;
        log.Dropped(count, PlainText.OneLine(some));
    }

    private static TimeSpan Shorter(TimeSpan wait) => Shorter(wait, Heartbeats.LongestWait);

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
