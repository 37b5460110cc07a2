namespace Scanner.Conformance;

/// <summary>How one case went.</summary>
/// <param name="Name">Where it stands: file, section and name.</param>
/// <param name="Reason">Why it failed or does not apply; empty when it passed.</param>
internal sealed record CaseResult(string Name, CaseOutcome Outcome, string Reason);
