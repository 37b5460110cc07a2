using Scanner.Core;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Metrics;

/// <summary>Prefix of the families, and values of labels as the public contract writes them.</summary>
internal static class Labels
{
    public const string Prefix = "ephemeral_scanner_";

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(Severity severity) => severity.ToString().ToLowerInvariant();

    public static string Of(FullScanResult result) => result.ToString().ToLowerInvariant();
}
