using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Reports;

/// <summary>What publishing reports says, once per change: ids 240 to 249.</summary>
internal static partial class ReportsLog
{
    [LoggerMessage(240, LogLevel.Information, "Reports are written as {Kind} of {ApiVersion}, for installation {Instance}")]
    public static partial void Writing(this ILogger log, string kind, string apiVersion, string instance);

    [LoggerMessage(241, LogLevel.Information, "No reports are written: {Why}")]
    public static partial void NotWriting(this ILogger log, string why);

    [LoggerMessage(242, LogLevel.Warning, "Reports are not written at present: {Message}")]
    public static partial void WritingFails(this ILogger log, string message);

    [LoggerMessage(243, LogLevel.Information, "Reports are written again")]
    public static partial void WritingGoesOn(this ILogger log);

    [LoggerMessage(244, LogLevel.Warning, "No permission to follow {Resource}, so that none is written: grant the rule {Rule} ({Message})")]
    public static partial void FollowingForbidden(this ILogger log, string resource, string rule, string message);

    [LoggerMessage(245, LogLevel.Information, "{Resource} is not served, so that none is written")]
    public static partial void NotServed(this ILogger log, string resource);

    [LoggerMessage(246, LogLevel.Warning, "{Reports} belong to installation {Other}, not to {Instance}, and are left to it. Run one of the two; of one that is no more, delete them: {Command}")]
    public static partial void BelongsToAnother(this ILogger log, string reports, string other, string instance, string command);

    [LoggerMessage(247, LogLevel.Warning, "The reports of before could not be read within {Seconds} s: what they remember counts as soon as they can")]
    public static partial void NotRemembered(this ILogger log, double seconds);

    [LoggerMessage(248, LogLevel.Warning, "The report of {Where} is refused: {Message}")]
    public static partial void Refused(this ILogger log, string where, string message);

    [LoggerMessage(249, LogLevel.Information, "{Reports} reports are up to date")]
    public static partial void UpToDate(this ILogger log, int reports);
}
