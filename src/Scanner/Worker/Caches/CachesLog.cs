using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Caches;

/// <summary>What the watches say, once per change: ids 200 to 209.</summary>
internal static partial class CachesLog
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
}
