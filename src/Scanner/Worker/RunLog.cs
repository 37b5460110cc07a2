using Microsoft.Extensions.Logging;

namespace Scanner.Worker;

/// <summary>What the worker says, once per change.</summary>
internal static partial class RunLog
{
    [LoggerMessage(200, LogLevel.Information, "Watching {Resource}")]
    public static partial void Synced(this ILogger log, string resource);

    [LoggerMessage(201, LogLevel.Warning, "The watch of {Resource} is lost: {Message}")]
    public static partial void Lost(this ILogger log, string resource, string message);

    [LoggerMessage(202, LogLevel.Warning, "No permission to {Verb} {Resource}, part of the picture is missing: {Message}")]
    public static partial void Forbidden(this ILogger log, string verb, string resource, string message);

    [LoggerMessage(203, LogLevel.Information, "{Resource} is not served")]
    public static partial void NotServed(this ILogger log, string resource);

    [LoggerMessage(204, LogLevel.Debug, "The watch of {Resource} begins again: {Reason}")]
    public static partial void Restarted(this ILogger log, string resource, string reason);

    [LoggerMessage(205, LogLevel.Warning, "The server does not say what it serves: {Message}")]
    public static partial void DiscoveryFailed(this ILogger log, string message);

    [LoggerMessage(210, LogLevel.Information, "Full scan begins: {Namespaces} namespaces")]
    public static partial void FullScanBegins(this ILogger log, int namespaces);

    [LoggerMessage(211, LogLevel.Information, "Full scan {Result} after {Seconds} s: {Verdicts}")]
    public static partial void FullScanEnded(this ILogger log, string result, double seconds, string verdicts);

    [LoggerMessage(212, LogLevel.Warning, "Full scan {Result} after {Seconds} s: {Message}")]
    public static partial void FullScanWentWrong(this ILogger log, string result, double seconds, string message);

    [LoggerMessage(213, LogLevel.Information, "Schedule: {Cron} UTC, next full scan at {Next}")]
    public static partial void Scheduled(this ILogger log, string cron, DateTimeOffset next);

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

    [LoggerMessage(225, LogLevel.Warning, "Probing lacks a right: {Message}; {Remediation}")]
    public static partial void Blind(this ILogger log, string message, string remediation);

    [LoggerMessage(226, LogLevel.Information, "Mended: {Message}")]
    public static partial void BlindNoMore(this ILogger log, string message);

    [LoggerMessage(230, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(this ILogger log, string address);

    [LoggerMessage(231, LogLevel.Information, "Stopping")]
    public static partial void Stopping(this ILogger log);

    [LoggerMessage(232, LogLevel.Information, "Configuration applied: {What}")]
    public static partial void ConfigurationApplied(this ILogger log, string what);

    [LoggerMessage(233, LogLevel.Warning, "The changed configuration is not used: {Errors}")]
    public static partial void ConfigurationRefused(this ILogger log, string errors);

    [LoggerMessage(234, LogLevel.Warning, "Changes of {Keys} take effect after a restart")]
    public static partial void RestartNeeded(this ILogger log, string keys);
}
