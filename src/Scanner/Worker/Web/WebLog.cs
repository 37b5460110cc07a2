using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Web;

/// <summary>What serving the posture says, once per change: ids 235 to 239.</summary>
internal static partial class WebLog
{
    [LoggerMessage(235, LogLevel.Warning, "Nobody can read the posture, because tokens cannot be checked: {Message}")]
    public static partial void TokensNotChecked(this ILogger log, string message);

    [LoggerMessage(236, LogLevel.Information, "Tokens are checked again")]
    public static partial void TokensChecked(this ILogger log);

    [LoggerMessage(237, LogLevel.Information, "The posture is at {Address}: {Guard}")]
    public static partial void ServingPosture(this ILogger log, string address, string guard);
}
