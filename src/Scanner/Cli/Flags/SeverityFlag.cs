using Scanner.Core;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>Reads <c>--fail-on</c>.</summary>
internal static class SeverityFlag
{
    /// <returns>Null for <c>none</c>.</returns>
    /// <exception cref="UsageException">Not a severity.</exception>
    public static Severity? Parse(string text) => text.ToLowerInvariant() switch
    {
        "none" => null,
        "info" => Severity.Info,
        "low" => Severity.Low,
        "medium" => Severity.Medium,
        "high" => Severity.High,
        "critical" => Severity.Critical,
        _ => throw new UsageException($"--fail-on {text}: give none, info, low, medium, high or critical"),
    };
}
