namespace Scanner.Core.Posture;

/// <summary>A part of a scan that could not be done, and why.</summary>
public sealed record ScanError(ScanStep Step, string Message);
