using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Reports;

/// <summary>What publishing reports says, once per change: ids 240 to 249.</summary>
internal static class ReportsLog
{
    public static void Writing(this ILogger log, string kind, string apiVersion, string instance) =>
        log.LogInformation(
            new EventId(240, nameof(Writing)),
            "Reports are written as {Kind} of {ApiVersion}, for installation {Instance}", kind, apiVersion, instance);

    public static void NotWriting(this ILogger log, string why) =>
        log.LogInformation(new EventId(241, nameof(NotWriting)), "No reports are written: {Why}", why);

    public static void WritingFails(this ILogger log, string message) =>
        log.LogWarning(new EventId(242, nameof(WritingFails)), "Reports are not written at present: {Message}", message);

    public static void WritingGoesOn(this ILogger log) =>
        log.LogInformation(new EventId(243, nameof(WritingGoesOn)), "Reports are written again");

    public static void FollowingForbidden(this ILogger log, string resource, string rule, string message) =>
        log.LogWarning(
            new EventId(244, nameof(FollowingForbidden)),
            "No permission to follow {Resource}, so that none is written: grant the rule {Rule} ({Message})", resource, rule, message);

    public static void NotServed(this ILogger log, string resource) =>
        log.LogInformation(new EventId(245, nameof(NotServed)), "{Resource} is not served, so that none is written", resource);

    public static void BelongsToAnother(this ILogger log, string reports, string other, string instance, string command) =>
        log.LogWarning(
            new EventId(246, nameof(BelongsToAnother)),
            "{Reports} belong to installation {Other}, not to {Instance}, and are left to it. Run one of the two; of one that is no more, delete them: {Command}",
            reports, other, instance, command);

    public static void NotRemembered(this ILogger log, double seconds) =>
        log.LogWarning(
            new EventId(247, nameof(NotRemembered)),
            "The reports of before could not be read within {Seconds} s: what they remember counts as soon as they can", seconds);

    public static void Refused(this ILogger log, string where, string message) =>
        log.LogWarning(new EventId(248, nameof(Refused)), "The report of {Where} is refused: {Message}", where, message);

    public static void UpToDate(this ILogger log, int reports) =>
        log.LogInformation(new EventId(249, nameof(UpToDate)), "{Reports} reports are up to date", reports);
}
