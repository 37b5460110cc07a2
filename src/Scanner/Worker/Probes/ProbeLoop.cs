using Microsoft.Extensions.Logging;
using Scanner.ApiServer.DryRuns;
using Scanner.Core.Scheduling;
using Scanner.Sessions;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker.Probes;

/// <summary>While this replica leads: asks about every namespace that is due, several at once.</summary>
internal sealed class ProbeLoop(
    ClusterSession session,
    ProbeQueue queue,
    NamespaceAsker asker,
    WorkSignals signals,
    ClusterWatch watch,
    LiveSettings settings,
    Heartbeats beats,
    TimeProvider time,
    ILogger<ProbeLoop> log)
{
    private const string Loop = "probes";

    /// <summary>Until the term ends. Probes under way are cancelled then.</summary>
    /// <param name="urgent">Sends what somebody waits for. Neither sends anything when the term is over, whatever has waited for how long.</param>
    /// <param name="background">Sends the rest, no faster than the server likes.</param>
    public async Task RunAsync(IDryRunClient urgent, IDryRunClient background, CancellationToken cancellationToken)
    {
        var slots = new ProbeSlots(time);
        var waiting = false;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                beats.Beat(Loop);
                await CollectAsync(slots);
                foreach (var outdated in slots.Running.Where(r => !r.IsOutdated && queue.IsOutdated(r.Due)))
                    outdated.Drop();
                if (waiting != !watch.IsReachable)
                    LogWaiting(waiting = !waiting);
                slots.Concurrency = settings.Current.Concurrency;
                slots.Rate = session.Client.BackgroundPerSecond;
                slots.GiveUpOnLongest();
                var wait = Heartbeats.LongestWait;
                while (!waiting && slots.Free is { } passOver && Take(passOver, ref wait) is var (due, now))
                {
                    var probe = new RunningProbe(due, time.GetTimestamp(), cancellationToken);
                    probe.Asking = asker.AskAsync(probe, now, due.Reason.IsBackground() && !due.IsOverdue ? background : urgent, cancellationToken);
                    // What the asker signals itself comes before it has ended: the loop may look between the two, and would find its place taken.
                    _ = probe.Asking.ContinueWith(_ => signals.Due.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                    slots.Add(probe);
                }

                if (slots.Running.Count > 0)
                    wait = Min(wait, slots.NextLeaves + TimeSpan.FromMilliseconds(1));
                await signals.Due.WaitAsync(wait, time, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
            foreach (var probe in slots.Running)
            {
                await probe.Asking.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                probe.Dispose();
            }
        }
    }

    private static async Task CollectAsync(ProbeSlots slots)
    {
        foreach (var ended in slots.Running.Where(r => r.Asking.IsCompleted).ToList())
        {
            slots.Remove(ended, await ended.Asking);
            ended.Dispose();
        }
    }

    private (DueNamespace Due, TimeSpan Now)? Take(PassOver passOver, ref TimeSpan wait)
    {
        var (due, now, next) = queue.TryTake(passOver);
        if (due is not null)
            return (due, now);
        if (next != Timeout.InfiniteTimeSpan)
            wait = Min(wait, next);
        return null;
    }

    private void LogWaiting(bool waiting)
    {
        if (waiting)
            log.ProbingWaits();
        else
            log.ProbingGoesOn();
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
