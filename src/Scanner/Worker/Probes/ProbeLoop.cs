using Microsoft.Extensions.Logging;
using Scanner.ApiServer.DryRuns;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Scheduling;
using Scanner.Probing;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker.Probes;

/// <summary>While this replica leads: asks about every namespace that is due, several at once.</summary>
internal sealed class ProbeLoop(
    NamespaceWork work, ClusterWatch watch, FullScans fullScans, LiveSettings settings, Heartbeats beats, TimeProvider time, ILogger<ProbeLoop> log)
{
    private const string Loop = "probes";

    /// <summary>Until the term ends. Probes under way are cancelled then.</summary>
    /// <param name="dryRun">Sends nothing any more when the term is over, whatever has waited for how long.</param>
    public async Task RunAsync(IDryRunClient dryRun, CancellationToken cancellationToken)
    {
        var running = new HashSet<Task>();
        var repeating = new HashSet<Task>();
        var waiting = false;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                beats.Beat(Loop);
                foreach (var ended in running.Where(t => t.IsCompleted).ToList())
                {
                    running.Remove(ended);
                    repeating.Remove(ended);
                    await ended;
                }

                if (waiting != !watch.IsReachable)
                    LogWaiting(waiting = !waiting);
                var wait = Timeout.InfiniteTimeSpan;
                while (!waiting && running.Count < settings.Current.Concurrency && Take(repeating.Count < MostRepetitions, out wait) is { } due)
                {
                    var asking = AskAsync(due, new NamespaceJudge(dryRun, Options(), fullScans.SubresourceServed), cancellationToken);
                    running.Add(asking);
                    if (due.Reason.IsRepetition())
                        repeating.Add(asking);
                }

                if (wait == Timeout.InfiniteTimeSpan || wait > Heartbeats.LongestWait)
                    wait = Heartbeats.LongestWait;
                await work.Due.WaitAsync(wait, time, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
            await Task.WhenAll(running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // All that ask wait for the same rate limit: what was answered already must not hold up what was not.
    private int MostRepetitions => Math.Max(1, settings.Current.Concurrency / 4);

    private DueNamespace? Take(bool repetitions, out TimeSpan wait)
    {
        (var due, wait) = work.TryTake(repetitions);
        return due;
    }

    private ScanOptions Options() => settings.Current.Probe with { Rotation = fullScans.Rotation };

    private async Task AskAsync(DueNamespace due, NamespaceJudge judge, CancellationToken cancellationToken)
    {
        // Off the loop's thread: a namespace without pods is judged without waiting for anything.
        await Task.Yield();
        var startedAt = time.GetUtcNow();
        var start = time.GetTimestamp();
        NamespacePosture posture;
        try
        {
            posture = await judge.JudgeAsync(
                watch.Namespaces.Find(due.Name) ?? new NamespaceFacts(due.Name), watch.Pods.In(due.Name), Unlisted(), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The term is over, or this replica leads no more and the loop will hear of it: nothing was learnt.
            return;
        }
        catch (Exception e)
        {
            log.JudgingFailed(e, due.Name);
            posture = NamespaceVerdict.Unknown(due.Name, UnknownReason.Error, e.Message, []);
        }

        // A server that has just started refuses everybody. Nothing was learnt of the rights, and it is asked again as after any failure.
        if (LacksRights(posture) && watch.WasAwaySince(start))
        {
            const string away = "the API server was away, and refused everything for a moment";
            posture = NamespaceVerdict.Unknown(due.Name, UnknownReason.Error, away, posture.SkippedPods);
        }

        var before = work.Find(due.Name, TimeSpan.MaxValue);
        work.Learn(due, posture, startedAt);
        if (before is null)
            log.VerdictFirst(due.Name, posture.Verdict.ToString());
        else if (before.Verdict != posture.Verdict)
            log.VerdictChanged(due.Name, before.Verdict.ToString(), posture.Verdict.ToString(), NamespaceExplanation.Cause(posture));
    }

    private static bool LacksRights(NamespacePosture posture) =>
        posture.UnknownBecause == UnknownReason.NoPermission || posture.RegularControlForbidden
        || posture.Targets.Any(t => t.UnknownBecause == UnknownReason.NoPermission);

    /// <summary>Why pods may be missing; null when the cache holds them all.</summary>
    private Unlisted? Unlisted() => watch.PodStatus switch
    {
        { HasList: true } => null,
        { Phase: WatchPhase.Forbidden, Message: var message } => new Unlisted(UnknownReason.NoPermission, message ?? "no permission to list pods"),
        var status => new Unlisted(UnknownReason.Error, status?.Message ?? "pods have not been listed yet"),
    };

    private void LogWaiting(bool waiting)
    {
        if (waiting)
            log.ProbingWaits();
        else
            log.ProbingGoesOn();
    }
}
