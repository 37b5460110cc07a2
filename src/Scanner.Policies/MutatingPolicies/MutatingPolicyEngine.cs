using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.MutatingPolicies;

/// <summary>The policies by which the API server itself changes objects: MutatingAdmissionPolicy, v1alpha1 to v1 (KEP-3962).</summary>
public static class MutatingPolicyEngine
{
    internal const string PolicyKind = "MutatingAdmissionPolicy";
    internal const string BindingKind = "MutatingAdmissionPolicyBinding";

    /// <summary>Compiles each policy once, in the order of their names.</summary>
    /// <param name="minor">The minor version of Kubernetes 1.x that runs the policies.</param>
    public static ImmutableArray<IMutatingPolicy> Compile(PolicyObjects objects, int minor)
    {
        var bindings = objects.All(AdmissionResources.Group, BindingKind).Select(AdmissionPolicyReader.ReadBinding).ToLookup(b => b.PolicyName);
        var environment = RequestVariables.EnvironmentOf(minor);
        return
        [
            .. objects.All(AdmissionResources.Group, PolicyKind)
                .Select(p => (Policy: CompiledPolicy.Of(AdmissionPolicyReader.ReadPolicy(p), environment), Json: p))
                .OrderBy(p => p.Policy.Facts.Name, StringComparer.Ordinal)
                .Select(p => new MutatingPolicy(p.Policy, Mutations(p.Json, p.Policy.Environment.WithPatches()), [.. bindings[p.Policy.Facts.Name]], objects)),
        ];
    }

    private static ImmutableArray<CompiledMutation> Mutations(JsonElement policy, CelEnvironment environment) =>
        [.. MatchReader.Items(MatchReader.Child(policy, "spec"), "mutations").Select(Read).Select(m => Compile(m, environment))];

    private static MutationFacts Read(JsonElement json)
    {
        var isPatch = MatchReader.Child(json, "jsonPatch") is not null;
        return new MutationFacts(isPatch, MatchReader.Text(MatchReader.Child(json, isPatch ? "jsonPatch" : "applyConfiguration"), "expression"));
    }

    private static CompiledMutation Compile(MutationFacts facts, CelEnvironment environment)
    {
        var compiled = environment.Compile(facts.Expression);
        return new CompiledMutation(facts, compiled.Program, compiled.Error ?? "");
    }
}
