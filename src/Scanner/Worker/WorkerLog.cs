using Microsoft.Extensions.Logging;

namespace Scanner.Worker;

/// <summary>What the worker as a whole says: ids 230 to 239.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(230, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(this ILogger log, string address);

    [LoggerMessage(231, LogLevel.Information, "Stopping")]
    public static partial void Stopping(this ILogger log);

    [LoggerMessage(232, LogLevel.Information, "Configuration applied: {What}")]
    public static partial void ConfigurationApplied(this ILogger log, string what);

    [LoggerMessage(233, LogLevel.Warning, "The changed configuration is not used: {Errors}")]
    public static partial void ConfigurationRefused(this ILogger log, string errors);

    [LoggerMessage(234, LogLevel.Warning, "Changes of {Keys} take effect after a restart")]
    public static partial void RestartNeeded(this ILogger log, string keys);
}
