using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Fencing;

/// <summary>What is said of the fence, once per change: ids 260 to 264.</summary>
internal static partial class FencingLog
{
    [LoggerMessage(260, LogLevel.Information, "Fenced: the API server refuses real writes of this account")]
    public static partial void Fenced(this ILogger log);

    [LoggerMessage(261, LogLevel.Warning, "ES501 ScannerNotFenced: an empty patch that was no dry run was admitted; {Consequence}; apply what scanner rbac --fence ACCOUNT prints")]
    public static partial void NotFenced(this ILogger log, string consequence);

    [LoggerMessage(262, LogLevel.Warning, "Whether this account is fenced could not be found out: {Message}")]
    public static partial void FenceUnclear(this ILogger log, string message);
}
