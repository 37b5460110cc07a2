using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Inventory;
using Scanner.Probing;
using Scanner.Publishing.Metrics;
using Scanner.Worker.Caches;
using Scanner.Worker.Fencing;
using Scanner.Worker.Loops;
using Scanner.Worker.Work;

namespace Scanner.Worker.Probes;

/// <summary>Full scans: makes every namespace due and waits until all have been asked about. One at a time, and only while leading.</summary>
internal sealed class FullScans(
    IApiServerReader cluster, ProbeQueue queue, KnownNamespaces known, WorkSignals signals, ClusterWatch watch,
    FenceGate fence, ScanMetrics metrics, Heartbeats beats, TimeProvider time, ILogger<FullScans> log)
{
    private const string Loop = "full scan";

    // A server that was away for so long is not worth waiting for; what is due stays due, and is asked when it is back.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private volatile FullScanState _state = FullScanState.None;
    private volatile string? _version;
    private volatile SubresourceService _subresource;
    private CancellationToken? _term;

    public FullScanState State => _state;

    /// <summary>As the server gave it last; null before.</summary>
    public string? ServerVersion => _version;

    public SubresourceService Subresource => _subresource;

    /// <summary>A term is about to begin: what was found in an earlier one is not of it.</summary>
    public void Forget()
    {
        lock (_lock)
            _state = FullScanState.None;
    }

    public void BeginTerm(CancellationToken term)
    {
        lock (_lock)
            (_term, _state) = (term, FullScanState.None);
    }

    public void EndTerm()
    {
        lock (_lock)
            _term = null;
    }

    /// <summary>
    /// One full scan, or nothing when this replica does not lead or one is under way. Never throws but when cancelled: a scan that fails
    /// is counted and told, and the next one comes as scheduled.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CancellationToken term;
        var startedAt = time.GetUtcNow();
        lock (_lock)
        {
            if (_term is not { IsCancellationRequested: false } leading || _state.RunningSince is not null)
                return;
            term = leading;
            _state = _state with { RunningSince = startedAt };
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(term, cancellationToken);
        var start = time.GetTimestamp();
        var (result, message) = (FullScanResult.Failed, "interrupted");
        try
        {
            (result, message) = await ScanAsync(either.Token);
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The end of the term, of which the schedule knows nothing: it would tell of a job that broke.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            message = e.Message;
        }
        finally
        {
            beats.End(Loop);
            // A term that has begun since keeps its own account.
            lock (_lock)
            {
                if (_term == term)
                    _state = _state.Ended(result, startedAt, time.GetElapsedTime(start), message);
            }

            metrics.Ended(result, time.GetElapsedTime(start));
            Tell(result, time.GetElapsedTime(start), message);
            signals.Changed.Set();
        }
    }

    private async Task<(FullScanResult Result, string? Message)> ScanAsync(CancellationToken cancellationToken)
    {
        // Two calls, each of which may take as long as a slow server makes it.
        beats.Beat(Loop, cluster.LongestCall * 2);
        if (await cluster.GetVersionAsync(cancellationToken) is ApiAnswer<ServerVersion>.Ok { Value: var version })
            _version = version.GitVersion;
        // A discovery that cannot be read takes nothing away from what it said before.
        if (await ServerContact.FindSubresourceAsync(cluster, cancellationToken) is not SubresourceService.NotKnown and var found)
            _subresource = found;
        // Beside the scan: a webhook may hang where it is asked about. Where the fence is required, each namespace waits for what is found out.
        var fencing = fence.CheckAsync(cancellationToken);
        log.FullScanBegins(watch.Namespaces.Count);
        queue.BeginFullScan();
        signals.AwaitPolicies();
        signals.Changed.Set();
        long? away = null;
        while (queue.Awaited is var left && (left > 0 || signals.ArePoliciesAwaited))
        {
            beats.Beat(Loop);
            if (watch.IsReachable)
                away = null;
            else if (away is null)
                away = time.GetTimestamp();
            else if (time.GetElapsedTime(away.Value) > s_patience)
                return (FullScanResult.Failed, $"the API server cannot be reached; {left} namespaces were not asked about");
            await signals.Answered.WaitAsync(Heartbeats.LongestWait, time, cancellationToken);
        }

        beats.Beat(Loop, cluster.LongestCall * FenceGate.MostPods);
        await fencing;
        if (fence.WhyShut is { } why)
            return (FullScanResult.Incomplete, why);
        if (known.CountMissing() is > 0 and var failed)
            return (FullScanResult.Incomplete, $"{failed} namespaces gave no answer");
        var blind = watch.Statuses.Where(s => !s.Status.IsSettled || s.Status.Message is not null).Select(s => s.Target.Place).ToList();
        return blind.Count > 0 ? (FullScanResult.Incomplete, "not seen: " + string.Join(", ", blind)) : (FullScanResult.Complete, null);
    }

    private void Tell(FullScanResult result, TimeSpan duration, string? message)
    {
        if (message is not null)
        {
            log.FullScanWentWrong(result.ToString().ToLowerInvariant(), Math.Round(duration.TotalSeconds, 1), message);
            return;
        }

        var verdicts = known.FindAll(watch.Namespaces.All.Select(n => n.Name), TimeSpan.MaxValue)
            .CountBy(n => n?.Verdict ?? Verdict.Unknown)
            .OrderBy(v => v.Key)
            .Select(v => $"{v.Value} {v.Key}");
        log.FullScanEnded(result.ToString().ToLowerInvariant(), Math.Round(duration.TotalSeconds, 1), string.Join(", ", verdicts));
    }
}
