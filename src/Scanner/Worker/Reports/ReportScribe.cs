using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Writes;
using Scanner.Publishing.Metrics;
using Scanner.Publishing.Reports;
using Scanner.Reports;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Reports;

/// <summary>Brings reports to the state that they should have. Not for concurrent use: only the requests themselves go out beside each other.</summary>
internal sealed class ReportScribe(
    IApiServerReader cluster, ReportFollower follower, ReportOptions options, ReportStrangers strangers, ReportMetrics metrics,
    ClusterWatch watch, WorkerTime clock, TimeProvider time, Random random, ILogger<ReportScribe> log)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(5);

    // What the server does not want it will not want in a minute either; its policies or its CRDs may change.
    private static readonly TimeSpan s_afterRefusal = TimeSpan.FromMinutes(10);

    private readonly Backoff _backoff = new(s_firstPause, s_longestPause, random.NextDouble);
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private bool _saidThatItFails;
    private WritePace _pace = new(options.WritesPerSecond, time);
    private IReportClient? _client;

    /// <summary>Nothing is sent before, on the worker's clock.</summary>
    public TimeSpan PausedUntil { get; private set; }

    /// <summary>Longest wait for one report.</summary>
    public TimeSpan LongestCall => cluster.LongestCall;

    /// <summary>A term begins.</summary>
    public void Begin(IReportClient client)
    {
        (_client, _pace, PausedUntil) = (client, new WritePace(options.WritesPerSecond, time), TimeSpan.Zero);
        _failing.Clear();
        _saidThatItFails = false;
        _backoff.Reset();
        strangers.Clear();
    }

    /// <summary>Compares what a report should say with what is stored.</summary>
    /// <param name="waiting">Reports that wait too.</param>
    /// <returns>Writes or deletes it, when its turn has come; null when there is nothing to do, for now or at all.</returns>
    public Func<Task<Delivery>>? Begin(ReportState state, int waiting, CancellationToken cancellationToken)
    {
        // Where the reports cannot be listed nothing is known of them. Once they are, all are looked at.
        if (follower.Target is not { } target || !follower.CacheOf(state.Key).IsListed)
            return null;
        var stored = follower.CacheOf(state.Key).Find(state.Key);
        if (stored?.Instance is { } other && other != options.Instance)
        {
            strangers.Add(state.Namespace, other, target);
            return null;
        }

        strangers.Remove(state.Namespace);
        var delivery = Begin(state, stored, target, waiting, cancellationToken);
        if (delivery is null)
            Succeed(state);
        return delivery;
    }

    /// <summary>Takes note of how it ended.</summary>
    /// <param name="desk">Takes the report back where that failed.</param>
    public void End(ReportState state, Delivery delivery, ReportDesk desk)
    {
        // What was followed when it began may be followed no more.
        if (follower.Target is not { } target)
            return;
        metrics.Written(target.KindOf(state.Namespace), ResultOf(delivery));
        switch (delivery.Result)
        {
            case DeliveryResult.Done:
                follower.CacheOf(state.Key).Wrote(state.Key, delivery.Stored);
                if (delivery is { Sent: { } sent, Stored: { } stored })
                    state.Settled = sent.Content == stored.Content ? null : (sent.Content, stored.Content);
                if (delivery.IsCut)
                    state.Most = delivery.Lines;
                _backoff.Reset();
                Succeed(state);
                SayThatItGoesOn();
                break;
            case DeliveryResult.Refused:
                if (state.Refusal != delivery.Message)
                    log.Refused(state.Where, delivery.Message);
                state.Refusal = delivery.Message;
                desk.Enqueue(state, clock.Now + s_afterRefusal);
                break;
            default:
                Fail(state, delivery, target);
                desk.Enqueue(state, state.NotBefore);
                break;
        }
    }

    private Func<Task<Delivery>>? Begin(ReportState state, StoredReport? stored, ReportTarget target, int waiting, CancellationToken cancellationToken)
    {
        var courier = new ReportCourier(_client!, target);
        if (Compose(state) is not { } report)
        {
            // One without an instance, in a namespace that is none of ours, is not ours either.
            return stored is null || (state.Posture is null && stored.Instance is null)
                ? null
                : InTurn(state, waiting, () => courier.DeleteAsync(state.Namespace, cancellationToken), cancellationToken);
        }

        report = report.Cut(state.Most);
        var now = time.GetUtcNow();
        if (state.Seen.IsDefault)
            state.Seen = stored?.Seen ?? [];
        var seen = state.Seen;
        var draft = Draft(report);
        Remember(state, report, draft);
        return stored is not null && (stored.Content == draft.AsStored.Content || state.Settled == (draft.AsStored.Content, stored.Content))
            ? null
            : InTurn(state, waiting, () => courier.ApplyAsync(report, draft, Draft, cancellationToken), cancellationToken);

        ReportDraft Draft(Report some) => ReportDraft.Of(some, target, seen, now, options.Instance);
    }

    private Func<Task<Delivery>> InTurn(ReportState state, int waiting, Func<Task<Delivery>> write, CancellationToken cancellationToken)
    {
        var pause = _pace.Take(waiting);
        return async () =>
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellationToken);
            follower.CacheOf(state.Key).BeginWrite(state.Key);
            return await write();
        };
    }

    private static Report? Compose(ReportState state) =>
        state.Namespace is null ? ReportComposer.OfCluster(state.Findings, state.Errors)
        : state.Posture is { } posture ? ReportComposer.OfNamespace(posture, state.Findings)
        : null;

    // Findings that are gone are forgotten, but not where the namespace could not be asked or the picture of the cluster has gaps, or where the
    // report holds only a part of them.
    private static void Remember(ReportState state, Report report, ReportDraft draft) =>
        state.Seen = state.Posture is { CouldNotBeAsked: true } || (state.Namespace is null && !state.Errors.IsEmpty) || report.Truncated > 0
            ? [.. draft.AsStored.Seen.UnionBy(state.Seen, s => s.Id)]
            : draft.AsStored.Seen;

    private void Succeed(ReportState state)
    {
        (state.Failures, state.NotBefore, state.Refusal) = (0, TimeSpan.Zero, "");
        // What came meanwhile waits with findings of its own.
        if (state.Namespace is not null && state.Due is null)
            state.Findings = [];
        _failing.Remove(state.Key);
    }

    /// <summary>
    /// To be called when the server took a report, or none waits any more. That one which failed need not be written any more tells nothing of the
    /// others: an answer that could not be read may have been to a report that was stored.
    /// </summary>
    public void SayThatItGoesOn()
    {
        if (!_saidThatItFails || _failing.Count > 0)
            return;
        _saidThatItFails = false;
        log.WritingGoesOn();
    }

    private void Fail(ReportState state, Delivery delivery, ReportTarget target)
    {
        var now = clock.Now;
        // A namespace that goes is nobody's fault, and nobody else has to wait for it.
        if (delivery.Result == DeliveryResult.NamespaceGone)
        {
            state.NotBefore = now + s_longestPause;
            _failing.Remove(state.Key);
            return;
        }

        if (delivery.Result == DeliveryResult.NotServed)
            watch.LookAgain();
        PausedUntil = now + _backoff.Next(delivery.RetryAfter);
        var own = s_firstPause * Math.Pow(2, Math.Min(state.Failures++, 10));
        state.NotBefore = now + (own < s_longestRetry ? own : s_longestRetry);
        if (state.NotBefore < PausedUntil)
            state.NotBefore = PausedUntil;
        _failing.Add(state.Key);
        if (_saidThatItFails)
            return;
        _saidThatItFails = true;
        log.WritingFails(delivery.Result == DeliveryResult.Forbidden ? $"grant the rule {ReportRights.Rule(target)}; {delivery.Message}" : delivery.Message);
    }

    private static ReportWriteResult ResultOf(Delivery delivery) => delivery switch
    {
        { Result: DeliveryResult.Done, Stored: not null } => ReportWriteResult.Written,
        { Result: DeliveryResult.Done } => ReportWriteResult.Deleted,
        { Result: DeliveryResult.Later } => ReportWriteResult.Failed,
        _ => ReportWriteResult.Refused,
    };
}
