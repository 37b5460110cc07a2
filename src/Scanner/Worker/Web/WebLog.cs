using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Web;

/// <summary>What serving the posture says, once per change: ids 235 to 239.</summary>
internal static class WebLog
{
    public static void TokensNotChecked(this ILogger log, string message) =>
        log.LogWarning(
            new EventId(235, nameof(TokensNotChecked)),
            "Nobody can read the posture, because tokens cannot be checked: {Message}", message);

    public static void TokensChecked(this ILogger log) =>
        log.LogInformation(new EventId(236, nameof(TokensChecked)), "Tokens are checked again");

    public static void ServingPosture(this ILogger log, string address, string guard) =>
        log.LogInformation(new EventId(237, nameof(ServingPosture)), "The posture is at {Address}: {Guard}", address, guard);
}
