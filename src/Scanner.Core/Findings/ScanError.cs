namespace Scanner.Core.Findings;

/// <summary>A part of a scan that could not be done, and why.</summary>
/// <param name="Step">For example <c>list pods</c>.</param>
public sealed record ScanError(string Step, string Message);
