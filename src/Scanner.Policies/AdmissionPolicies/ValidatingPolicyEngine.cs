using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>The policies that the API server itself evaluates: ValidatingAdmissionPolicy, v1 and v1beta1 (KEP-3488).</summary>
public static class ValidatingPolicyEngine
{
    internal const string PolicyKind = "ValidatingAdmissionPolicy";
    internal const string BindingKind = "ValidatingAdmissionPolicyBinding";

    /// <summary>
    /// Compiles each policy once, in the order given. Parameters and namespaces are looked up in <paramref name="objects"/> when a policy is
    /// asked.
    /// </summary>
    /// <param name="minor">The minor version of Kubernetes 1.x that runs the policies: it decides which functions of CEL there are.</param>
    public static ImmutableArray<IPolicy> Compile(PolicyObjects objects, int minor)
    {
        var bindings = objects.All(AdmissionResources.Group, BindingKind).Select(AdmissionPolicyReader.ReadBinding).ToLookup(b => b.PolicyName);
        var environment = RequestVariables.EnvironmentOf(minor);
        return
        [
            .. objects.All(AdmissionResources.Group, PolicyKind)
                .Select(AdmissionPolicyReader.ReadPolicy)
                .Select(p => new ValidatingPolicy(CompiledPolicy.Of(p, environment), [.. bindings[p.Name]], objects)),
        ];
    }
}
