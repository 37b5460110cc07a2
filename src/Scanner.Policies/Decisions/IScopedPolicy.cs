namespace Scanner.Policies.Decisions;

/// <summary>
/// A policy that says what of a namespace and of a pod its answers can depend on, so that it is not asked about each of ten thousand
/// namespaces. One that does not say so is.
/// </summary>
public interface IScopedPolicy : IPolicy
{
    PolicyScope Scope { get; }

    /// <summary>False where the policy sees nothing of a namespace, whatever the request: then it is not asked.</summary>
    /// <param name="labels">Of the namespace, without its name.</param>
    bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) => true;

    /// <summary>Of a namespace of which the policy sees nothing, as <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) => null;
}
