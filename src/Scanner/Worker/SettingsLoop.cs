using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.Usage;
using Scanner.Worker.Loops;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker;

/// <summary>
/// Looks now and then whether the configuration file says something else. Reading it is how: a mounted ConfigMap changes by a link that
/// file system events do not tell of.
/// </summary>
internal sealed class SettingsLoop(
    SettingsSource source, LiveSettings settings, ProbeQueue queue, WorkSignals signals, FullScanSchedule schedule, Heartbeats beats, TimeProvider time, ILogger<SettingsLoop> log)
{
    private const string Loop = "settings";

    // What was told last, so that it is told once and not at every look.
    private string _refused = "";
    private string _restart = "";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                beats.Beat(Loop);
                await Task.Delay(Heartbeats.LongestWait, time, cancellationToken);
                if (source.File is not null && Read() is { } changed)
                    await ApplyAsync(changed, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
        }
    }

    /// <summary>Null when it cannot be used; what is in force stays.</summary>
    private WorkerSettings? Read()
    {
        ImmutableArray<string> errors;
        try
        {
            var read = source.Read(out errors);
            if (errors.IsEmpty)
            {
                _refused = "";
                return read;
            }
        }
        catch (UsageException e)
        {
            errors = [e.Message];
        }

        var text = string.Join("; ", errors);
        if (text != _refused)
            log.ConfigurationRefused(text);
        _refused = text;
        return null;
    }

    private async Task ApplyAsync(WorkerSettings read, CancellationToken cancellationToken)
    {
        var before = settings.Current;
        var now = before with { Probe = read.Probe, Agenda = read.Agenda, Cron = read.Cron, StaleAfter = read.StaleAfter };
        var rest = Differing(now, read);
        if (rest.Length > 0 && rest != _restart)
            log.RestartNeeded(rest);
        _restart = rest;

        var scheduleChanged = (now.Cron, now.StaleAfter) != (before.Cron, before.StaleAfter);
        var exceptionsChanged = !now.Probe.Exceptions.Equals(before.Probe.Exceptions);
        var probeChanged = now.Agenda.MinInterval != before.Agenda.MinInterval || !SameProbe(now, before);
        if (!scheduleChanged && !probeChanged && !exceptionsChanged)
            return;
        settings.Apply(now);
        if (probeChanged)
            queue.Options = now.Agenda;
        if (scheduleChanged)
            await schedule.ApplyAsync(cancellationToken);
        if (exceptionsChanged)
            signals.Changed.Set();
        var parts = new[] { probeChanged ? "probe" : "", scheduleChanged ? "schedule" : "", exceptionsChanged ? "exceptions" : "" };
        log.ConfigurationApplied(string.Join(" and ", parts.Where(p => p.Length > 0)));
    }

    private static bool SameProbe(WorkerSettings a, WorkerSettings b) =>
        a.Probe.Profiles.SequenceEqual(b.Probe.Profiles) && a.Probe with { Profiles = default, Exceptions = b.Probe.Exceptions } == b.Probe with { Profiles = default };

    /// <summary>Settings that differ and cannot be changed now; empty when there are none.</summary>
    private static string Differing(WorkerSettings now, WorkerSettings read)
    {
        List<string> differ = [];
        Add(now.Listen.Equals(read.Listen), "listen");
        Add(now.WebListen.Equals(read.WebListen), "webListen");
        Add((now.LeaderElection, now.LeaseNamespace, now.LeaseName) == (read.LeaderElection, read.LeaseNamespace, read.LeaseName), "leaderElection");
        Add(now.Namespaces.SetEquals(read.Namespaces), "namespaces");
        Add(now.NamespaceSelector == read.NamespaceSelector, "namespaceSelector");
        Add(now.RequireFence == read.RequireFence, "requireFence");
        Add(now.Events == read.Events, "events");
        Add(now.Notify == read.Notify, "notify");
        Add(now.RateLimit.Equals(read.RateLimit), "rateLimit");
        Add((now.Reports, now.ReportWrites) == (read.Reports, read.ReportWrites), "reports");
        Add((now.JsonLogs, now.LogLevel) == (read.JsonLogs, read.LogLevel), "log");
        return string.Join(", ", differ);

        void Add(bool same, string name)
        {
            if (!same)
                differ.Add(name);
        }
    }
}
