using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Notifications;

/// <summary>What sending notifications says, once per change and without anything secret: ids 250 to 254.</summary>
internal static partial class NotificationsLog
{
    [LoggerMessage(250, LogLevel.Warning, "Notifications are not delivered: {Problem}")]
    public static partial void NotDelivered(this ILogger log, string problem);

    [LoggerMessage(251, LogLevel.Information, "Notifications are delivered again")]
    public static partial void DeliveredAgain(this ILogger log);

    [LoggerMessage(252, LogLevel.Warning, "{Count} notifications were dropped, among them: {Some}")]
    public static partial void Dropped(this ILogger log, int count, string some);

    [LoggerMessage(253, LogLevel.Information, "Notifications go to {Receiver} in the form {Form}, from severity {Severity} on")]
    public static partial void Notifying(this ILogger log, string receiver, string form, string severity);
}
