using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Scanner.Publishing.Board;
using Scanner.Publishing.Metrics;
using Scanner.Sessions;
using Scanner.Worker.Caches;
using Scanner.Worker.Fencing;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Policies;
using Scanner.Worker.Probes;
using Scanner.Worker.Reports;
using Scanner.Worker.Snapshots;
using Scanner.Worker.Work;

namespace Scanner.Worker;

/// <summary>The loops of the worker: all replicas watch, the one that leads probes and composes snapshots.</summary>
internal sealed class WorkerService(
    ClusterSession session,
    ILeaderElection election,
    ClusterWatch watch,
    ProbeQueue queue,
    KnownNamespaces known,
    PostureBoard board,
    ProbeLoop probes,
    FenceGate fence,
    FullScans fullScans,
    FullScanSchedule schedule,
    SnapshotLoop snapshots,
    SnapshotFollower follower,
    SettingsLoop settings,
    IEarlierVerdicts earlier,
    ProbeMetrics metrics,
    PolicyLoop policies,
    ReportPublisher reports,
    Heartbeats beats,
    TimeProvider time,
    ILogger<WorkerService> log) : BackgroundService
{
    /// <summary>Until cancelled, or until one of its loops fails.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        List<Task> loops =
        [
            watch.RunAsync(together.Token),
            settings.RunAsync(together.Token),
            ElectAsync(together.Token),
            snapshots.RunAsync(together.Token),
            follower.RunAsync(together.Token),
            ScheduleAsync(together.Token),
        ];
        // One that ends takes the others with it: a worker that only seems to work is worse than one that is started again.
        await Task.WhenAny(loops);
        if (stoppingToken.IsCancellationRequested)
            log.Stopping();
        await together.CancelAsync();
        try
        {
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // as asked
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async Task ElectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await election.RunAsync(LeadAsync, cancellationToken);
        }
        finally
        {
            beats.End(LeadingServices.Loop);
        }
    }

    private async Task ScheduleAsync(CancellationToken cancellationToken)
    {
        await schedule.StartAsync(session.Server, cancellationToken);
        try
        {
            await schedule.FollowClockAsync(cancellationToken);
        }
        finally
        {
            await schedule.StopAsync();
        }
    }

    private async Task LeadAsync(ILeaderTerm term)
    {
        try
        {
            await SyncedAsync(term.Token);
            fullScans.Forget();
            known.ExpectTerm();
            await reports.BeginTermAsync(term.Token);
            var verdicts = await earlier.ReadAsync(term.Token);
            // First: a snapshot of the term must not have the policies of an earlier one.
            policies.BeginTerm();
            known.BeginTerm(verdicts);
            reports.Recall();
            board.Clear();
            fullScans.BeginTerm(term.Token);
            using var together = CancellationTokenSource.CreateLinkedTokenSource(term.Token);
            var client = session.Client;
            var probing = probes.RunAsync(
                client.DryRunWhile(() => term.IsLeader && fence.MaySend, patchTook: metrics.Took),
                client.DryRunWhile(() => term.IsLeader && fence.MaySend, background: true, metrics.Took),
                together.Token);
            var running = policies.RunAsync(together.Token);
            var fencing = fence.RunAsync(together.Token);
            // At once: what another replica found out is not known here.
            var first = fullScans.RunAsync(together.Token);
            var publishing = reports.RunAsync(session.Client.ReportsWhile(() => term.IsLeader), together.Token);
            await Task.WhenAny(probing, running, fencing, publishing);
            await together.CancelAsync();
            await Task.WhenAll(probing, running, fencing, first, publishing);
        }
        catch (OperationCanceledException) when (term.Token.IsCancellationRequested)
        {
            // the end of the term
        }
        finally
        {
            fullScans.EndTerm();
            queue.EndTerm();
            known.EndTerm();
            await reports.EndTermAsync();
        }
    }

    private async Task SyncedAsync(CancellationToken cancellationToken)
    {
        const string loop = "sync";
        while (!watch.IsSynced)
        {
            beats.Beat(loop);
            await watch.StatusSignal.WaitAsync(Heartbeats.LongestWait, time, cancellationToken);
        }

        beats.End(loop);
    }
}
