namespace Scanner.Core.Posture;

/// <summary>A part of a scan that could not be done, and why.</summary>
public sealed record ScanError(ScanStep Step, string Message)
{
    /// <summary>A signal ended the scan: the result is what was known by then.</summary>
    public static ScanError Interrupted { get; } = new(ScanStep.Interrupted, "stopped before the end, so this is only what was known by then");
}
