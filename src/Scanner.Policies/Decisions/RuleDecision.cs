namespace Scanner.Policies.Decisions;

/// <summary>What one part of a policy says, where each part is decided and enforced by itself.</summary>
/// <param name="Rule">The binding, the rule or the expression; empty where a policy is one part.</param>
public sealed record RuleDecision(string Rule, PolicyDecision Decision);
