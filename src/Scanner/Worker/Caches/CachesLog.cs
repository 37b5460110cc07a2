using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Caches;

/// <summary>What the watches say, once per change: ids 198 to 209.</summary>
internal static class CachesLog
{
    public static void Polled(this ILogger log, string resource, string message) =>
        log.LogWarning(
            new EventId(198, nameof(Polled)),
            "Watches of {Resource} bring nothing, so that it is listed again and again: {Message}", resource, message);

    public static void StillWaiting(this ILogger log, string resources) =>
        log.LogWarning(new EventId(199, nameof(StillWaiting)), "Still waiting for the first lists of {Resources}", resources);

    public static void Synced(this ILogger log, string resource) =>
        log.LogInformation(new EventId(200, nameof(Synced)), "Watching {Resource}", resource);

    public static void Lost(this ILogger log, string resource, string message) =>
        log.LogWarning(new EventId(201, nameof(Lost)), "The watch of {Resource} is lost: {Message}", resource, message);

    public static void Forbidden(this ILogger log, string verb, string resource, string message) =>
        log.LogWarning(
            new EventId(202, nameof(Forbidden)),
            "No permission to {Verb} {Resource}, part of the picture is missing: {Message}", verb, resource, message);

    public static void NotServed(this ILogger log, string resource) =>
        log.LogInformation(new EventId(203, nameof(NotServed)), "{Resource} is not served", resource);

    public static void Restarted(this ILogger log, string resource, string reason) =>
        log.LogDebug(new EventId(204, nameof(Restarted)), "The watch of {Resource} begins again: {Reason}", resource, reason);

    public static void DiscoveryFailed(this ILogger log, string message) =>
        log.LogWarning(new EventId(205, nameof(DiscoveryFailed)), "The server does not say what it serves: {Message}", message);

    public static void Dropped(this ILogger log, string resource, string why) =>
        log.LogWarning(new EventId(206, nameof(Dropped)), "No longer watching {Resource}: {Why}", resource, why);

    public static void GoesOnWithout(this ILogger log, string resource, string message) =>
        log.LogWarning(
            new EventId(207, nameof(GoesOnWithout)),
            "Going on without {Resource}, whose changes are not seen: {Message}", resource, message);

    public static void StreamedListSilent(this ILogger log, string resource) =>
        log.LogWarning(
            new EventId(208, nameof(StreamedListSilent)),
            "A streamed list of {Resource} does not get through, as behind a proxy that holds answers back: reading plain lists", resource);

    public static void Switched(this ILogger log, string resource, string before, string after) =>
        log.LogInformation(
            new EventId(209, nameof(Switched)),
            "Watching {Resource} in version {After} instead of {Before}", resource, after, before);
}
