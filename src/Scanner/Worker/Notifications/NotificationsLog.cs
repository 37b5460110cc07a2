using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Notifications;

/// <summary>What sending notifications says, once per change and without anything secret: ids 250 to 254.</summary>
internal static class NotificationsLog
{
    public static void NotDelivered(this ILogger log, string problem) =>
        log.LogWarning(new EventId(250, nameof(NotDelivered)), "Notifications are not delivered: {Problem}", problem);

    public static void DeliveredAgain(this ILogger log) =>
        log.LogInformation(new EventId(251, nameof(DeliveredAgain)), "Notifications are delivered again");

    public static void Dropped(this ILogger log, int count, string some) =>
        log.LogWarning(new EventId(252, nameof(Dropped)), "{Count} notifications were dropped, among them: {Some}", count, some);

    public static void Notifying(this ILogger log, string receiver, string form, string severity) =>
        log.LogInformation(
            new EventId(253, nameof(Notifying)),
            "Notifications go to {Receiver} in the form {Form}, from severity {Severity} on", receiver, form, severity);
}
