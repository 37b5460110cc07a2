namespace Scanner.Core.Findings;

/// <summary>What rules read besides the thing that they look at.</summary>
/// <param name="Now">The time of the scan.</param>
/// <param name="LingerAfter">How long an ephemeral container may stay.</param>
public sealed record RuleContext(DateTimeOffset Now, TimeSpan LingerAfter)
{
    /// <summary>The server evaluates ValidatingAdmissionPolicies of v1, as every one from Kubernetes 1.30 on does.</summary>
    public bool HasAdmissionPolicies { get; init; } = true;
}
