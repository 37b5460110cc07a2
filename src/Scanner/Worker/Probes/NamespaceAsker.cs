using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer.DryRuns;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Core.Scheduling;
using Scanner.Probing;
using Scanner.Publishing.Metrics;
using Scanner.Worker.Caches;
using Scanner.Worker.Fencing;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker.Probes;

/// <summary>Puts one question and hands on what it gave.</summary>
internal sealed class NamespaceAsker(
    ProbeQueue queue, KnownNamespaces known, ClusterWatch watch, FullScans fullScans, FenceGate fence, LiveSettings settings, ProbeMetrics metrics,
    TimeProvider time, ILogger<NamespaceAsker> log)
{
    // Pods of a namespace that somebody waits for. Measured: a namespace with 20 workloads gives its verdict in less than half the time.
    private const int UrgentAtOnce = 4;

    /// <param name="now">When the namespace was taken.</param>
    /// <param name="term">Its end leaves the question without any answer.</param>
    /// <returns>Whether an answer came.</returns>
    public async Task<bool> AskAsync(RunningProbe probe, TimeSpan now, IDryRunClient dryRun, CancellationToken term)
    {
        // Off the loop's thread: a namespace without pods is judged without waiting for anything.
        await Task.Yield();
        var due = probe.Due;
        if (known.Ask(due.Name, now) is not { } question)
        {
            queue.Done(due, Verdict.Unknown, AgendaOutcome.Answered);
            return false;
        }

        NamespacePosture posture;
        bool first;
        var pods = watch.Pods.In(due.Name);
        try
        {
            (posture, first) = await PutAsync(probe, question, pods, dryRun);
        }
        catch (NotSentException) when (!fence.MaySend && !term.IsCancellationRequested)
        {
            // Another namespace found out meanwhile.
            (posture, first) = (NotProbed(due.Name, FenceState.NotFenced)!, false);
        }
        catch (OperationCanceledException) when (probe.IsOutdated && !term.IsCancellationRequested)
        {
            queue.Done(due, Verdict.Unknown, AgendaOutcome.Outdated);
            return false;
        }
        catch (OperationCanceledException) when (probe.IsGivenUp && !term.IsCancellationRequested)
        {
            (posture, first) = (NamespaceVerdict.Unknown(due.Name, UnknownReason.Timeout, $"no answer within {time.GetElapsedTime(probe.Start).TotalSeconds:0} s, and others were waiting", []), false);
        }
        catch (NotSentException) when (!term.IsCancellationRequested)
        {
            // The fence was missing for a moment and is there again, or this replica leads no more and the loop will hear of it.
            queue.Done(due, Verdict.Unknown, AgendaOutcome.Failed);
            return false;
        }
        catch (OperationCanceledException)
        {
            // The term is over: nothing was learnt.
            return false;
        }
        catch (Exception e)
        {
            log.JudgingFailed(e, due.Name);
            (posture, first) = (NamespaceVerdict.Unknown(due.Name, UnknownReason.Error, e.Message, []), false);
        }

        // A server that has just started refuses everybody. Nothing was learnt of the rights, and it is asked again as after any failure.
        if (LacksRights(posture) && watch.WasAwaySince(probe.Start))
        {
            (posture, first) = (NamespaceVerdict.Unknown(due.Name, UnknownReason.Error, "the API server was away, and refused everything for a moment", posture.SkippedPods), false);
        }

        return Learn(probe, question, posture, pods, first);
    }

    /// <returns>What the question gave, and whether it was the one for a first answer.</returns>
    private async Task<(NamespacePosture Posture, bool IsFirst)> PutAsync(RunningProbe probe, Question question, ImmutableArray<PodFacts> pods, IDryRunClient dryRun)
    {
        var due = probe.Due;
        if (pods.Length > 0 && NotProbed(due.Name, await fence.EnsureAsync(probe.Token)) is { } shut)
            return (shut, false);
        var round = new NamespaceRound(dryRun, settings.Current.Probe, fullScans.Subresource, result => metrics.Ended(result.Profile, result.Outcome), time)
        {
            AtOnce = due.Reason.IsBackground() ? 1 : UrgentAtOnce,
        };
        var ns = watch.Namespaces.Find(due.Name) ?? new NamespaceFacts(due.Name);
        var answer = due is { IsFirst: true, Reason: DueReason.Schedule or DueReason.ClusterGuard }
            ? await round.AskFirstAsync(ns, pods, Unlisted(due.Name), question.Known, probe.Token)
            : null;
        return answer is not null
            ? (answer, answer.Verdict != Verdict.Unknown)
            : (await round.AskAsync(ns, pods, Unlisted(due.Name), question.Known, probe.Token), false);
    }

    // Without a fence whatever a probe is mistaken about would be real.
    private NamespacePosture? NotProbed(string ns, FenceState state) => state switch
    {
        FenceState.NotFenced => NamespaceVerdict.Unknown(ns, UnknownReason.NotFenced, fence.WhyShut, []),
        FenceState.Fenced or FenceState.NoRight => null,
        _ => NamespaceVerdict.Unknown(ns, UnknownReason.Error, fence.WhyShut ?? "whether the scanner is fenced could not be found out", []),
    };

    private bool Learn(RunningProbe probe, Question question, NamespacePosture posture, IReadOnlyCollection<PodFacts> pods, bool first)
    {
        var due = probe.Due;
        var before = known.Find(due.Name, TimeSpan.MaxValue);
        var present = Unlisted(due.Name) is null ? pods.Select(p => p.Workload.ToString()).ToHashSet() : null;
        var outcome = OutcomeOf(posture, question.Known, first);
        if (outcome == AgendaOutcome.Answered && time.GetElapsedTime(probe.Start) > NamespaceRound.Budget && LeavesDoubt(posture, question.Known, present))
            outcome = AgendaOutcome.Unfinished;
        if (known.Learn(question, posture, present) && known.Find(due.Name, TimeSpan.MaxValue) is { } after)
            Tell(question.Known.WasAsked ? before : null, after);
        queue.Done(due, posture.Verdict, outcome);
        return outcome is AgendaOutcome.Answered or AgendaOutcome.FirstAnswer or AgendaOutcome.Unfinished;
    }

    /// <summary>None was found open any more, and workloads that were were not reached: until they are the namespace is Unknown.</summary>
    /// <param name="present">Workloads that have a pod; null when that is not known.</param>
    internal static bool LeavesDoubt(NamespacePosture posture, NamespaceKnowledge known, IReadOnlySet<string>? present)
    {
        if (posture.Targets.IsEmpty || posture.Targets.Any(t => t.Verdict == Verdict.Unprotected))
            return false;
        var asked = posture.Targets.Select(t => t.Workload).ToHashSet();
        return known.Answers.Any(a => a.Value.IsOpen && !asked.Contains(a.Key) && present?.Contains(a.Key) != false);
    }

    /// <param name="known">What was known before: a workload that was open and gives no answer now is asked again.</param>
    internal static AgendaOutcome OutcomeOf(NamespacePosture posture, NamespaceKnowledge known, bool first)
    {
        if (posture.UnknownBecause == UnknownReason.Timeout || posture.Targets.Any(t => t.UnknownBecause == UnknownReason.Timeout))
            return AgendaOutcome.Hung;
        // Whoever the server does not know has lost no right: its token is about to be renewed.
        if (posture.Targets.Any(t => t.IsUnauthenticated))
            return AgendaOutcome.Failed;
        // What RBAC refuses will be refused again, and stand in the audit log again; the schedule is soon enough.
        if (posture.UnknownBecause == UnknownReason.NoPermission)
            return AgendaOutcome.Answered;
        var doubtful = posture.Targets.Any(t => t.UnknownBecause == UnknownReason.Error && known.Answers.GetValueOrDefault(t.Workload) is { IsOpen: true });
        return NamespaceKnowledge.IsFailure(posture) || doubtful || posture.RegularControlFailed ? AgendaOutcome.Failed
            : first ? AgendaOutcome.FirstAnswer
            : AgendaOutcome.Answered;
    }

    private static bool LacksRights(NamespacePosture posture) =>
        posture.UnknownBecause == UnknownReason.NoPermission || posture.RegularControlForbidden
        || posture.Targets.Any(t => t.UnknownBecause == UnknownReason.NoPermission);

    private void Tell(NamespacePosture? before, NamespacePosture after)
    {
        if (before is null)
            log.VerdictFirst(after.Name, after.Verdict.ToString());
        else if (before.Verdict != after.Verdict)
            log.VerdictChanged(after.Name, before.Verdict.ToString(), after.Verdict.ToString(), NamespaceExplanation.Cause(after));
    }

    /// <summary>Why pods may be missing; null when the cache holds them all.</summary>
    private Unlisted? Unlisted(string ns) => watch.PodStatusIn(ns) switch
    {
        _ when watch.ArePodsKnownIn(ns) => null,
        { Phase: WatchPhase.Forbidden, Message: var message, DeniedVerb: var verb } =>
            new Unlisted(UnknownReason.NoPermission, message ?? "no permission to list pods", verb),
        var status => new Unlisted(UnknownReason.Error, status?.Message ?? "pods have not been listed yet"),
    };
}
