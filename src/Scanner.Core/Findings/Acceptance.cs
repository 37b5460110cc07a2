namespace Scanner.Core.Findings;

/// <summary>An exception that accepts a finding.</summary>
/// <param name="Expires">Null when it never does.</param>
public sealed record Acceptance(string Reason, DateOnly? Expires);
