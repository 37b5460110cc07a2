namespace Scanner.Core.Findings;

/// <summary>How bad a finding is, and why so.</summary>
/// <param name="Because">In words, as the rest of a sentence: <c>high, because …</c>.</param>
public readonly record struct Rating(Severity Severity, string Because);
