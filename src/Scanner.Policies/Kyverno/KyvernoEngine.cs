using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.CelPolicies;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Kyverno;

/// <summary>
/// Kyverno's policies, evaluated as its admission controller would (https://kyverno.io/docs/policy-types/). Written against Kyverno 1.19.
/// </summary>
public static class KyvernoEngine
{
    private const string CelGroup = "policies.kyverno.io";

    /// <summary>
    /// One policy for each object, and one more for the rules of an object that mutate beside such that validate. Those that mutate are
    /// <see cref="IMutatingPolicy"/>, in the order in which they are asked: of <c>kyverno.io</c> first. Where the objects hold no webhook
    /// registration of Kyverno, the one is assumed that it would make.
    /// </summary>
    /// <param name="minor">The minor version of Kubernetes 1.x.</param>
    public static ImmutableArray<IPolicy> Compile(PolicyObjects objects, int minor)
    {
        var shared = KyvernoObjects.Of(objects, minor);
        CelValue[] All(string group, string kind) => [.. ((string[])[kind, "Namespaced" + kind]).SelectMany(k => objects.All(group, k)).Select(Read)];
        CelValue[] classic = [.. ((string[])["ClusterPolicy", "Policy"]).SelectMany(k => objects.All("kyverno.io", k)).Select(Read)];
        return
        [
            .. classic.Where(MutatingRules.IsIn).Select(p => new MutatingRules(p, shared)),
            .. All(CelGroup, "MutatingPolicy").Select(p => new MutatingPolicy(p, shared)),
            .. classic.Where(p => !MutatingRules.IsIn(p) || ClusterPolicy.Validates(p)).Select(p => new ClusterPolicy(p, shared)),
            .. All(CelGroup, "ValidatingPolicy").Select(p => new ValidatingPolicy(p, shared)),
            .. All(CelGroup, "ImageValidatingPolicy").Select(p => new ImagePolicy(p, shared)),
        ];
    }

    /// <summary>
    /// What decides, and no more: managed fields, and in the status what Kyverno makes of a policy, are several times as large and would be
    /// kept as long as the policy.
    /// </summary>
    private static CelValue Read(JsonElement policy)
    {
        var whole = JsonValues.From(policy);
        var metadata = Tree.With(Tree.Get(whole, "metadata"), ("managedFields", null));
        var status = Tree.With(null, ("generated", Tree.Get(whole, "status", "generated")), ("validatingadmissionpolicy", Tree.Get(whole, "status", "validatingadmissionpolicy")));
        return Tree.With(null, ("kind", Tree.Get(whole, "kind")), ("metadata", metadata), ("spec", Tree.Get(whole, "spec")), ("status", status));
    }
}
