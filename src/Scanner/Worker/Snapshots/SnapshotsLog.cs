using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Snapshots;

/// <summary>What composing snapshots says, once per change: ids 225 to 229.</summary>
internal static partial class SnapshotsLog
{
    [LoggerMessage(225, LogLevel.Warning, "Probing lacks a right: {Message}; {Remediation}")]
    public static partial void Blind(this ILogger log, string message, string remediation);

    [LoggerMessage(226, LogLevel.Information, "Mended: {Message}")]
    public static partial void BlindNoMore(this ILogger log, string message);
}
