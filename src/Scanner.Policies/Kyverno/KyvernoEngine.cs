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
    public const string Name = "Kyverno";

    private const string CelGroup = "policies.kyverno.io";

    /// <summary>
    /// One policy for each object. Where the objects hold no webhook registration of Kyverno, the one is assumed that it would make.
    /// </summary>
    /// <param name="minor">The minor version of Kubernetes 1.x.</param>
    public static ImmutableArray<IPolicy> Compile(PolicyObjects objects, int minor)
    {
        var shared = KyvernoObjects.Of(objects, minor);
        return
        [
            .. ((string[])["ClusterPolicy", "Policy"]).SelectMany(kind => objects.All("kyverno.io", kind))
                .Select(p => new ClusterPolicy(Read(p), shared)),
            .. ((string[])["ValidatingPolicy", "NamespacedValidatingPolicy"]).SelectMany(kind => objects.All(CelGroup, kind))
                .Select(p => new ValidatingPolicy(Read(p), shared)),
            .. ((string[])["ImageValidatingPolicy", "NamespacedImageValidatingPolicy"]).SelectMany(kind => objects.All(CelGroup, kind))
                .Select(p => new ImagePolicy(Read(p), shared)),
        ];
    }

    /// <summary>Policies that change objects, in the order in which they are asked: those of <c>kyverno.io</c> first.</summary>
    /// <param name="minor">The minor version of Kubernetes 1.x.</param>
    public static ImmutableArray<IMutatingPolicy> CompileMutations(PolicyObjects objects, int minor)
    {
        var shared = KyvernoObjects.Of(objects, minor);
        return
        [
            .. ((string[])["ClusterPolicy", "Policy"]).SelectMany(kind => objects.All("kyverno.io", kind)).Select(Read)
                .Where(MutatingRules.IsIn).Select(p => new MutatingRules(p, shared)),
            .. ((string[])["MutatingPolicy", "NamespacedMutatingPolicy"]).SelectMany(kind => objects.All(CelGroup, kind))
                .Select(p => new MutatingPolicy(Read(p), shared)),
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
