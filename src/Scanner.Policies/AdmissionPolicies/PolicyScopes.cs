using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>What admission policies read of namespaces and pods.</summary>
internal static class PolicyScopes
{
    public static PolicyScope Of(PolicyFacts policy, ImmutableArray<BindingFacts> bindings, IEnumerable<string>? mutations = null)
    {
        var expressions = policy.MatchConditions.Concat(policy.Variables).Select(e => e.Expression).Concat(policy.Validations.Select(v => v.Expression))
            .Concat(mutations ?? []);
        var scope = SelectorScopes.Of(
            bindings.Select(b => b.Match is { } match ? [policy.Match, match] : ImmutableArray.Create(policy.Match)), [.. expressions]);
        // Parameters may lie in the namespace of the request.
        return bindings.Any(b => b.Parameters is { Namespace: "" }) ? scope with { ReadsNamespace = true, NameTests = null } : scope;
    }
}
