using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Events;

/// <summary>What writing events says, once per change: ids 240 to 244.</summary>
internal static partial class EventsLog
{
    [LoggerMessage(240, LogLevel.Warning, "Events are not written: {Message}; {Remediation}")]
    public static partial void EventsNotWritten(this ILogger log, string message, string remediation);

    [LoggerMessage(241, LogLevel.Information, "Events are written again")]
    public static partial void EventsWritten(this ILogger log);

    [LoggerMessage(242, LogLevel.Warning, "{Count} events were dropped: they came faster than they may be written, or the server does not take them")]
    public static partial void EventsDropped(this ILogger log, int count);
}
