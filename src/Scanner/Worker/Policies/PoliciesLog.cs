using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Policies;

/// <summary>What is told of policies: ids 270 to 272.</summary>
internal static class PoliciesLog
{
    public static void PoliciesNotRead(this ILogger log, string problem) =>
        log.LogWarning(
            new EventId(270, nameof(PoliciesNotRead)),
            "Policies could not be read, and what is known of them is from earlier: {Problem}", problem);

    public static void PoliciesRead(this ILogger log) =>
        log.LogInformation(new EventId(271, nameof(PoliciesRead)), "Policies can be read again");

    public static void PoliciesFailed(this ILogger log, Exception exception) =>
        log.LogError(new EventId(272, nameof(PoliciesFailed)), exception, "Policies could not be run");
}
