using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Mending;

/// <summary>
/// Finds changes of objects by which a policy comes to cover ephemeral containers, or to deny what it reports. Each is tried: the policy is
/// compiled with the changed objects and asked again, and a change that does not do it is not told.
/// </summary>
/// <param name="compile">The policies of an engine, given its name and objects.</param>
/// <param name="namespaces">Where policies are asked; some of many are enough.</param>
public sealed class PolicyMending(
    PolicyObjects objects, Func<string, PolicyObjects, ImmutableArray<IPolicy>> compile, IReadOnlyCollection<NamespaceTarget> namespaces, RequestUser user)
{
    /// <summary>The policy with the changes that mend it; as it was where there is nothing to mend, or no change is known that does.</summary>
    public PolicyCoverage Mended(PolicyCoverage policy)
    {
        var changes = policy switch
        {
            { Coverage: CoverageKind.NotMatched } => MatchChanges.For(policy, objects),
            { Coverage: CoverageKind.Covered, IsEnforced: false } => EnforcementChanges.For(policy, objects),
            _ => [],
        };
        return changes.Count > 0 && Helps(changes, policy) ? policy with { Mends = [.. changes.Where(c => c.IsTold).Select(c => c.Patch)] } : policy;
    }

    private bool Helps(IReadOnlyCollection<ObjectChange> changes, PolicyCoverage policy)
    {
        var changed = objects.Changed(item => IsOther(item, policy) ? null : Apply(changes, item));
        var compiled = compile(policy.Engine, changed).Where(p => Is(p.Identity, policy)).ToList();
        if (compiled.Count == 0)
            return false;
        var after = ClusterCoverage.Of(compiled, namespaces, user)[0];
        return policy.Coverage == CoverageKind.Covered
            ? after is { Coverage: CoverageKind.Covered, IsEnforced: true }
            // What a webhook answers that nobody here can ask stays open; that it is asked is what the change is for.
            : after.Coverage == CoverageKind.Covered || (compiled[0] is IOpaquePolicy && after.Coverage == CoverageKind.Unknown);
    }

    private static bool Is(PolicyIdentity identity, PolicyCoverage policy) =>
        (identity.Engine, identity.Kind, identity.Namespace, identity.Name) == (policy.Engine, policy.Kind, policy.Namespace, policy.Name);

    /// <summary>Another policy, or the template of another constraint, which need not be compiled to try this one.</summary>
    private static bool IsOther(JsonElement item, PolicyCoverage policy)
    {
        var kind = MatchReader.Text(item, "kind");
        if (kind == "ConstraintTemplate")
            return KindOf(item) != policy.Kind;
        var isPolicy = kind.EndsWith("Policy", StringComparison.Ordinal) || PolicyObjects.GroupOf(MatchReader.Text(item, "apiVersion")) == "constraints.gatekeeper.sh";
        if (!isPolicy)
            return false;
        var metadata = MatchReader.Child(item, "metadata");
        return (kind, MatchReader.Text(metadata, "namespace"), MatchReader.Text(metadata, "name")) != (policy.Kind, policy.Namespace, policy.Name);
    }

    /// <summary>Of the constraints that a template makes.</summary>
    private static string KindOf(JsonElement template) =>
        ((string[])["spec", "crd", "spec", "names"]).Aggregate((JsonElement?)template, MatchReader.Child) is { } names ? MatchReader.Text(names, "kind") : "";

    private static JsonElement? Apply(IEnumerable<ObjectChange> changes, JsonElement item)
    {
        foreach (var change in changes.Where(c => c.IsOf(item)))
        {
            if (JsonValues.Parse(change.Patch.Json) is not CelList patch || CelPatch.Strict.Apply(JsonValues.From(item), patch) is not ({ } patched, _))
                return item;
            item = JsonValues.ToElement(patched) ?? item;
        }

        return item;
    }
}
