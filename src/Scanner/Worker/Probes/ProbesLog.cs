using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Probes;

/// <summary>What full scans and probing say, once per change: ids 210 to 224.</summary>
internal static class ProbesLog
{
    public static void FullScanBegins(this ILogger log, int namespaces) =>
        log.LogInformation(new EventId(210, nameof(FullScanBegins)), "Full scan begins: {Namespaces} namespaces", namespaces);

    public static void FullScanEnded(this ILogger log, string result, double seconds, string verdicts) =>
        log.LogInformation(
            new EventId(211, nameof(FullScanEnded)),
            "Full scan {Result} after {Seconds} s: {Verdicts}", result, seconds, verdicts);

    public static void FullScanWentWrong(this ILogger log, string result, double seconds, string message) =>
        log.LogWarning(
            new EventId(212, nameof(FullScanWentWrong)),
            "Full scan {Result} after {Seconds} s: {Message}", result, seconds, message);

    public static void Scheduled(this ILogger log, string cron, DateTimeOffset next) =>
        log.LogInformation(
            new EventId(213, nameof(Scheduled)),
            "Schedule: {Cron} UTC, next full scan at {Next:yyyy-MM-dd HH:mm:ss'Z'}", cron, next);

    public static void ClockWasSet(this ILogger log, TimeSpan step) =>
        log.LogWarning(new EventId(214, nameof(ClockWasSet)), "The clock was set by {Step}: the schedule counts from the new time", step);

    public static void VerdictFirst(this ILogger log, string @namespace, string verdict) =>
        log.LogInformation(new EventId(220, nameof(VerdictFirst)), "Namespace {Namespace} is {Verdict}", @namespace, verdict);

    public static void VerdictChanged(this ILogger log, string @namespace, string before, string verdict, string because) =>
        log.LogWarning(
            new EventId(221, nameof(VerdictChanged)),
            "Namespace {Namespace} was {Before} and is {Verdict}: {Because}", @namespace, before, verdict, because);

    public static void JudgingFailed(this ILogger log, Exception problem, string @namespace) =>
        log.LogError(new EventId(222, nameof(JudgingFailed)), problem, "Namespace {Namespace} could not be judged", @namespace);

    public static void ProbingWaits(this ILogger log) =>
        log.LogWarning(new EventId(223, nameof(ProbingWaits)), "Probing waits: the API server cannot be reached");

    public static void ProbingGoesOn(this ILogger log) =>
        log.LogInformation(new EventId(224, nameof(ProbingGoesOn)), "Probing goes on");
}
