using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Caches;

/// <summary>What the watches say, once per change: ids 198 to 209.</summary>
internal static partial class CachesLog
{
    [LoggerMessage(198, LogLevel.Warning, "Watches of {Resource} bring nothing, so that it is listed again and again: {Message}")]
    public static partial void Polled(this ILogger log, string resource, string message);

    [LoggerMessage(199, LogLevel.Warning, "Still waiting for the first lists of {Resources}")]
    public static partial void StillWaiting(this ILogger log, string resources);

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

    [LoggerMessage(206, LogLevel.Warning, "No longer watching {Resource}: {Why}")]
    public static partial void Dropped(this ILogger log, string resource, string why);

    [LoggerMessage(207, LogLevel.Warning, "Going on without {Resource}, whose changes are not seen: {Message}")]
    public static partial void GoesOnWithout(this ILogger log, string resource, string message);

    [LoggerMessage(
        208, LogLevel.Warning, "A streamed list of {Resource} does not get through, as behind a proxy that holds answers back: reading plain lists")]
    public static partial void StreamedListSilent(this ILogger log, string resource);

    [LoggerMessage(209, LogLevel.Information, "Watching {Resource} in version {After} instead of {Before}")]
    public static partial void Switched(this ILogger log, string resource, string before, string after);
}
