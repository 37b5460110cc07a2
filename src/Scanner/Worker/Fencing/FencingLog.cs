using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Fencing;

/// <summary>What is said of the fence, once per change: ids 260 to 264.</summary>
internal static class FencingLog
{
    public static void Fenced(this ILogger log) =>
        log.LogInformation(new EventId(260, nameof(Fenced)), "Fenced: the API server refuses real writes of this account");

    public static void NotFenced(this ILogger log, string consequence) =>
        log.LogWarning(
            new EventId(261, nameof(NotFenced)),
            "ES501 ScannerNotFenced: an empty patch that was no dry run was admitted; {Consequence}; apply what scanner rbac --fence ACCOUNT prints",
            consequence);

    public static void FenceUnclear(this ILogger log, string message) =>
        log.LogWarning(new EventId(262, nameof(FenceUnclear)), "Whether this account is fenced could not be found out: {Message}", message);
}
