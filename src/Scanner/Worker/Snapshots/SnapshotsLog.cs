using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Snapshots;

/// <summary>What composing snapshots says, once per change: ids 225 to 229.</summary>
internal static class SnapshotsLog
{
    public static void Blind(this ILogger log, string message, string remediation) =>
        log.LogWarning(new EventId(225, nameof(Blind)), "Probing lacks a right: {Message}; {Remediation}", message, remediation);

    public static void BlindNoMore(this ILogger log, string message) =>
        log.LogInformation(new EventId(226, nameof(BlindNoMore)), "Mended: {Message}", message);

    public static void ProtectionLost(this ILogger log, string rule, string title, string @namespace, string message) =>
        log.LogWarning(
            new EventId(227, nameof(ProtectionLost)),
            "{Rule} {Title}: namespace {Namespace} {Message}", rule, title, @namespace, message);

    public static void ProtectionRegained(this ILogger log, string rule, string @namespace, string verdict) =>
        log.LogInformation(
            new EventId(228, nameof(ProtectionRegained)),
            "{Rule} no more: namespace {Namespace} is {Verdict}", rule, @namespace, verdict);
}
