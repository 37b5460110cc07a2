using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Policies;

/// <summary>What is told of policies: ids 270 to 272.</summary>
internal static partial class PoliciesLog
{
    [LoggerMessage(270, LogLevel.Warning, "Policies could not be read, and what is known of them is from earlier: {Problem}")]
    public static partial void PoliciesNotRead(this ILogger log, string problem);

    [LoggerMessage(271, LogLevel.Information, "Policies can be read again")]
    public static partial void PoliciesRead(this ILogger log);

    [LoggerMessage(272, LogLevel.Error, "Policies could not be run")]
    public static partial void PoliciesFailed(this ILogger log, Exception exception);
}
