using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Probes;

/// <summary>What full scans and probing say, once per change: ids 210 to 224.</summary>
internal static partial class ProbesLog
{
    [LoggerMessage(210, LogLevel.Information, "Full scan begins: {Namespaces} namespaces")]
    public static partial void FullScanBegins(this ILogger log, int namespaces);

    [LoggerMessage(211, LogLevel.Information, "Full scan {Result} after {Seconds} s: {Verdicts}")]
    public static partial void FullScanEnded(this ILogger log, string result, double seconds, string verdicts);

    [LoggerMessage(212, LogLevel.Warning, "Full scan {Result} after {Seconds} s: {Message}")]
    public static partial void FullScanWentWrong(this ILogger log, string result, double seconds, string message);

    [LoggerMessage(213, LogLevel.Information, "Schedule: {Cron} UTC, next full scan at {Next:yyyy-MM-dd HH:mm:ss'Z'}")]
    public static partial void Scheduled(this ILogger log, string cron, DateTimeOffset next);

    [LoggerMessage(214, LogLevel.Warning, "The clock was set by {Step}: the schedule counts from the new time")]
    public static partial void ClockWasSet(this ILogger log, TimeSpan step);

    [LoggerMessage(220, LogLevel.Information, "Namespace {Namespace} is {Verdict}")]
    public static partial void VerdictFirst(this ILogger log, string @namespace, string verdict);

    [LoggerMessage(221, LogLevel.Warning, "Namespace {Namespace} was {Before} and is {Verdict}: {Because}")]
    public static partial void VerdictChanged(this ILogger log, string @namespace, string before, string verdict, string because);

    [LoggerMessage(222, LogLevel.Error, "Namespace {Namespace} could not be judged")]
    public static partial void JudgingFailed(this ILogger log, Exception problem, string @namespace);

    [LoggerMessage(223, LogLevel.Warning, "Probing waits: the API server cannot be reached")]
    public static partial void ProbingWaits(this ILogger log);

    [LoggerMessage(224, LogLevel.Information, "Probing goes on")]
    public static partial void ProbingGoesOn(this ILogger log);
}
