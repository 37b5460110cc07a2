namespace Scanner.Core.Posture;

/// <summary>A pod that was not probed, and why.</summary>
public sealed record SkippedPod(string Pod, SkipReason Reason);
