using Microsoft.Extensions.Logging;
using Quartz;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.Decoding;
using Scanner.Worker.Loops;
using Scanner.Worker.Settings;

namespace Scanner.Worker.Probes;

/// <summary>
/// Starts full scans by the clock. They never overlap: a time that comes while one runs is a misfire, and of all misfires together one
/// scan is made up for as soon as it can.
/// </summary>
internal sealed class FullScanSchedule(
    ISchedulerFactory schedulers, IApiServerReader cluster, LiveSettings settings, Heartbeats beats, TimeProvider time, ILogger<FullScanSchedule> log)
{
    private const string Loop = "clock";

    private static readonly TriggerKey s_trigger = new("full-scan");

    // Both are times of the same schedule, and those are a second apart at least.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(0.5);

    private IScheduler? _scheduler;
    private volatile CronExpression? _schedule;
    private long _longestPause;
    private string _installation = "";

    /// <summary>The age at which a verdict that cannot be renewed turns Unknown.</summary>
    public TimeSpan StaleAfter => _schedule is null ? TimeSpan.MaxValue : settings.Current.StaleAfterOf(TimeSpan.FromTicks(Volatile.Read(ref _longestPause)));

    /// <summary>Null before <see cref="StartAsync"/>, or when the schedule never comes again.</summary>
    public DateTimeOffset? Next => _schedule?.GetNextValidTimeAfter(time.GetUtcNow());

    /// <param name="server">Tells installations apart where the cluster does not.</param>
    public async Task StartAsync(string server, CancellationToken cancellationToken)
    {
        // Replicas of one installation must agree, and installations must not: the cluster itself has such a number.
        var system = await cluster.GetAsync(ResourcePath.Core("namespaces", name: "kube-system"), new WatchedNamespaceReader(), cancellationToken);
        _installation = system is ApiAnswer<WatchedNamespace>.Ok { Value.Uid: var uid } ? $"{uid:x}" : server;
        _scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = JobBuilder.Create<FullScanJob>().WithIdentity("full-scan").Build();
        await _scheduler.ScheduleJob(job, Trigger(), cancellationToken: cancellationToken);
        await _scheduler.Start(cancellationToken);
    }

    /// <summary>The settings may have changed.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is { } scheduler && settings.Current.Schedule(_installation).ToString() != _schedule?.ToString())
            await scheduler.RescheduleJob(s_trigger, Trigger(), cancellationToken);
    }

    /// <summary>
    /// Until cancelled: looks whether the wall clock was set. Times to come were worked out by what it said before, and would come a day
    /// late when it went back by one.
    /// </summary>
    public async Task FollowClockAsync(CancellationToken cancellationToken)
    {
        var drift = new ClockDrift(time);
        try
        {
            while (true)
            {
                beats.Beat(Loop);
                await Task.Delay(Heartbeats.LongestWait, time, cancellationToken);
                if (_scheduler is not { } scheduler || (drift.TakeStep() ?? await LatenessAsync(scheduler, cancellationToken)) is not { } step)
                    continue;
                log.ClockWasSet(step);
                await scheduler.RescheduleJob(s_trigger, Trigger(), cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
        }
    }

    /// <summary>
    /// How much later than the schedule has it the next scan is planned; null when it is not. A clock that is set on and back between two looks
    /// has not drifted, but a scan that fell in between has planned the next one by it.
    /// </summary>
    private async Task<TimeSpan?> LatenessAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var planned = (await scheduler.GetTrigger(s_trigger, cancellationToken))?.NextFireTimeUtc;
        return planned - Next is { } late && late > s_tolerance ? late : null;
    }

    public async Task StopAsync()
    {
        if (_scheduler is { } scheduler)
            await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
    }

    private ITrigger Trigger()
    {
        var schedule = settings.Current.Schedule(_installation);
        // Once for each schedule: it takes looking at many of its times.
        Volatile.Write(ref _longestPause, ScheduleGaps.Longest(schedule, time.GetUtcNow()).Ticks);
        _schedule = schedule;
        if (Next is { } next)
            log.Scheduled(schedule.ToString(), next);
        return TriggerBuilder.Create(time)
            .WithIdentity(s_trigger)
            .WithSchedule(CronScheduleBuilder.Create(schedule).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
    }
}
