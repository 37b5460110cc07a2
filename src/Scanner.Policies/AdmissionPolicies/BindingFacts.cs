using System.Collections.Immutable;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Matching;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A ValidatingAdmissionPolicyBinding or a MutatingAdmissionPolicyBinding as written.</summary>
/// <param name="Actions">Deny, Warn, Audit; empty for a binding of a mutating policy.</param>
/// <param name="Match">Null where the binding narrows nothing.</param>
/// <param name="Parameters">Null without a <c>paramRef</c>.</param>
public sealed record BindingFacts(
    string Name, string PolicyName, ImmutableArray<string> Actions, MatchResources? Match, ParamRefFacts? Parameters)
{
    /// <summary>What the policy says turns requests away.</summary>
    public bool IsEnforced => Actions.Contains("Deny");
}
