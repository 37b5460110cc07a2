using Microsoft.Extensions.Logging;

namespace Scanner.Worker;

/// <summary>What the worker as a whole says: ids 230 to 239.</summary>
internal static class WorkerLog
{
    public static void Listening(this ILogger log, string address) =>
        log.LogInformation(new EventId(230, nameof(Listening)), "Listening on {Address}", address);

    public static void Stopping(this ILogger log) =>
        log.LogInformation(new EventId(231, nameof(Stopping)), "Stopping");

    public static void ConfigurationApplied(this ILogger log, string what) =>
        log.LogInformation(new EventId(232, nameof(ConfigurationApplied)), "Configuration applied: {What}", what);

    public static void ConfigurationRefused(this ILogger log, string errors) =>
        log.LogWarning(new EventId(233, nameof(ConfigurationRefused)), "The changed configuration is not used: {Errors}", errors);

    public static void RestartNeeded(this ILogger log, string keys) =>
        log.LogWarning(new EventId(234, nameof(RestartNeeded)), "Changes of {Keys} take effect after a restart", keys);
}
