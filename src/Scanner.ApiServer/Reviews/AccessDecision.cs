namespace Scanner.ApiServer.Reviews;

/// <summary>What the server says.</summary>
/// <param name="Reason">In its own words; empty when it gives none.</param>
public sealed record AccessDecision(bool Allowed, string Reason);
