using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>Finds the parameters of bindings. Source: apiserver/pkg/admission/plugin/policy/generic, <c>CollectParams</c>.</summary>
internal sealed class ParameterLookup(PolicyObjects objects)
{
    /// <param name="space">The namespace of the request; empty for objects of the cluster.</param>
    public ParameterSet Find(PolicyFacts policy, BindingFacts binding, string space)
    {
        if (policy.ParamKind.Length == 0 || binding.Parameters is not { } reference)
            return ParameterSet.None;
        var isNamespaced = IsNamespaced(policy.ParamGroup, policy.ParamKind);
        if (isNamespaced == false)
        {
            return reference.Namespace.Length > 0
                ? ParameterSet.Wrong("paramRef.namespace must not be provided for a cluster-scoped `paramKind`")
                : Find(policy, reference, "");
        }

        var wanted = reference.Namespace.Length > 0 ? reference.Namespace : space;
        return wanted.Length > 0 || isNamespaced is null
            ? Find(policy, reference, wanted)
            : ParameterSet.Wrong("cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
    }

    private ParameterSet Find(PolicyFacts policy, ParamRefFacts reference, string space)
    {
        var (group, kind) = (policy.ParamGroup, policy.ParamKind);
        if (reference.Name.Length > 0)
        {
            if (objects.Find(group, kind, space, reference.Name) is { } found)
                return new ParameterSet([JsonValues.From(found)]);
            return objects.AreParametersKnown(group, kind) ? new ParameterSet([]) : ParameterSet.NotKnown($"{kind} {Named(space, reference.Name)}, a parameter of it");
        }

        if (!objects.AreParametersKnown(group, kind))
            return ParameterSet.NotKnown($"objects of kind {kind}, its parameters");
        return new ParameterSet([.. objects.All(group, kind).Where(o => IsSelected(o, reference, space)).Select(JsonValues.From)]);
    }

    private static bool IsSelected(JsonElement item, ParamRefFacts reference, string space) =>
        NamespaceOf(item) == space && reference.Selector?.Matches(AdmissionRequest.LabelsOf(item)) != false;

    /// <summary>By the objects themselves, or by what defines their kind; null where neither is known.</summary>
    private bool? IsNamespaced(string group, string kind)
    {
        if (group.Length == 0 && kind is "ConfigMap" or "Secret")
            return true;
        if (objects.All(group, kind) is { Count: > 0 } all)
            return all.Any(o => NamespaceOf(o).Length > 0);
        foreach (var definition in objects.All("apiextensions.k8s.io", "CustomResourceDefinition"))
        {
            var spec = MatchReader.Child(definition, "spec");
            if (MatchReader.Text(spec, "group") == group && MatchReader.Text(MatchReader.Child(spec, "names"), "kind") == kind)
                return MatchReader.Text(spec, "scope") == "Namespaced";
        }

        return null;
    }

    private static string NamespaceOf(JsonElement item) => MatchReader.Text(MatchReader.Child(item, "metadata"), "namespace");

    private static string Named(string space, string name) => space.Length > 0 ? $"{space}/{name}" : name;
}
