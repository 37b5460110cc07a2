using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Events;

/// <summary>What writing events says, once per change: ids 240 to 244.</summary>
internal static class EventsLog
{
    public static void EventsNotWritten(this ILogger log, string message, string remediation) =>
        log.LogWarning(
            new EventId(240, nameof(EventsNotWritten)),
            "Events are not written: {Message}; {Remediation}", message, remediation);

    public static void EventsWritten(this ILogger log) =>
        log.LogInformation(new EventId(241, nameof(EventsWritten)), "Events are written again");

    public static void EventsDropped(this ILogger log, int count) =>
        log.LogWarning(
            new EventId(242, nameof(EventsDropped)),
            "{Count} events were dropped: they came faster than they may be written, or the server does not take them", count);
}
