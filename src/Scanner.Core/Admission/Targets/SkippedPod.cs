namespace Scanner.Core.Admission.Targets;

/// <summary>A pod that was not probed, and why.</summary>
public sealed record SkippedPod(string Pod, SkipReason Reason);
