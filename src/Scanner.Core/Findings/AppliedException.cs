namespace Scanner.Core.Findings;

/// <summary>What a finding shows of the exception that accepts it.</summary>
/// <param name="Expires">Null when it never does.</param>
public sealed record AppliedException(string Reason, DateOnly? Expires);
