using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Snapshots;

/// <summary>What composing snapshots says, once per change: ids 225 to 229.</summary>
internal static partial class SnapshotsLog
{
    [LoggerMessage(225, LogLevel.Warning, "Probing lacks a right: {Message}; {Remediation}")]
    public static partial void Blind(this ILogger log, string message, string remediation);

    [LoggerMessage(226, LogLevel.Information, "Mended: {Message}")]
    public static partial void BlindNoMore(this ILogger log, string message);

    [LoggerMessage(227, LogLevel.Warning, "{Rule} {Title}: namespace {Namespace} {Message}")]
    public static partial void ProtectionLost(this ILogger log, string rule, string title, string @namespace, string message);

    [LoggerMessage(228, LogLevel.Information, "{Rule} no more: namespace {Namespace} is {Verdict}")]
    public static partial void ProtectionRegained(this ILogger log, string rule, string @namespace, string verdict);
}
