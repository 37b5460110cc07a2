using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Quartz;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Scheduling;
using Scanner.Probing;
using Scanner.Reports;

namespace Scanner.Worker.Settings;

/// <summary>Everything that can be said to <c>scanner run</c>, checked.</summary>
internal sealed record WorkerSettings
{
    /// <summary>Half past and on the hour, each installation at a minute and second of its own.</summary>
    public const string DefaultCron = "H H/30 * * * ?";

    /// <summary>Where <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> are. Default 0.0.0.0:8080.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 8080);

    /// <summary>
    /// Where <c>/api/v1/posture</c> is. Default 127.0.0.1:8081: in a pod it is reached by a port-forward, which RBAC guards. At any address that
    /// is not loopback a token is asked for.
    /// </summary>
    public IPEndPoint WebListen { get; init; } = new(IPAddress.Loopback, 8081);

    /// <summary>Whoever asks for the posture has to show a token.</summary>
    public bool AsksForTokens => !IPAddress.IsLoopback(WebListen.Address);

    /// <summary>When full scans begin, in Quartz syntax, UTC; <c>H</c> stands for a number that depends on the installation.</summary>
    public string Cron { get; init; } = DefaultCron;

    /// <summary>The age at which a verdict that cannot be renewed turns Unknown; null for three intervals of the schedule.</summary>
    public TimeSpan? StaleAfter { get; init; }

    public bool LeaderElection { get; init; } = true;

    /// <summary>Of the Lease; null for the pod's own namespace.</summary>
    public string? LeaseNamespace { get; init; }

    public string LeaseName { get; init; } = "ephemeral-scanner";

    /// <summary>Namespaces to look at; empty for all.</summary>
    public ImmutableHashSet<string> Namespaces { get; init; } = [];

    /// <summary>As kubectl's <c>-l</c>; null for all.</summary>
    public string? NamespaceSelector { get; init; }

    /// <summary>How a namespace is probed.</summary>
    public ScanOptions Probe { get; init; } = new();

    /// <summary>Namespaces probed at once, 1 to 64. Default 8.</summary>
    public int Concurrency => Probe.Concurrency;

    public AgendaOptions Agenda { get; init; } = new();

    /// <summary>Probe only while the API server refuses real writes of this account. Default true.</summary>
    public bool RequireFence { get; init; } = true;

    /// <summary>Write an Event when a namespace changes its verdict. Default true.</summary>
    public bool Events { get; init; } = true;

    /// <summary>Where changes of findings are sent; null for nowhere, the default.</summary>
    public NotifySettings? Notify { get; init; }

    /// <summary>Requests a second at most, 0.1 to 1000. Default 200.</summary>
    public double RateLimit { get; init; } = 200;

    /// <summary>Which reports are written. Default: those that the cluster serves.</summary>
    public ReportChoice Reports { get; init; } = ReportChoice.Auto;

    /// <summary>Reports a second at most, 0.1 to 200; twice that while very many wait. Default 50.</summary>
    public double ReportWrites { get; init; } = 50;

    /// <summary>Logs as JSON, one object a line, instead of text.</summary>
    public bool JsonLogs { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Exceptions as they are to be judged while these settings are in force, whose scope may be older.</summary>
    public ExceptionSet Exceptions =>
        Probe.Exceptions with { SeesEverything = Namespaces.IsEmpty && NamespaceSelector is null && Probe.Probe };

    /// <param name="installation">What tells this installation from others, for <c>H</c>.</param>
    public CronExpression Schedule(string installation) => CronExpression.ParseWithHash(Cron, installation).WithTimeZone(TimeZoneInfo.Utc);

    /// <param name="pause">The longest between two full scans.</param>
    public TimeSpan StaleAfterOf(TimeSpan pause) => StaleAfter ?? pause * 3;
}
