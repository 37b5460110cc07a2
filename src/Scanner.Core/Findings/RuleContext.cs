namespace Scanner.Core.Findings;

/// <summary>What rules read besides the thing that they look at.</summary>
/// <param name="Now">The time of the scan.</param>
/// <param name="LingerAfter">How long an ephemeral container may stay.</param>
public sealed record RuleContext(DateTimeOffset Now, TimeSpan LingerAfter);
