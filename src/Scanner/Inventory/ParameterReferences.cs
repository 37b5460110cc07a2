using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Matching;

namespace Scanner.Inventory;

/// <summary>
/// Finds which objects admission policies take as parameters. Of a kind as common as ConfigMap a cluster may have hundreds of thousands, of
/// which bindings mean one or two.
/// </summary>
internal static class ParameterReferences
{
    /// <param name="objects">Policies and bindings among others.</param>
    public static ImmutableArray<ParameterKind> Of(IReadOnlyCollection<JsonElement> objects)
    {
        var bindings = objects.Select(o => MatchReader.Child(o, "spec")).Where(s => MatchReader.Text(s, "policyName").Length > 0)
            .ToLookup(s => MatchReader.Text(s, "policyName"), StringComparer.Ordinal);
        var kinds =
            from item in objects
            let kind = MatchReader.Child(MatchReader.Child(item, "spec"), "paramKind")
            let apiVersion = MatchReader.Text(kind, "apiVersion")
            let name = MatchReader.Text(kind, "kind")
            where apiVersion.Length > 0 && name.Length > 0
            group MatchReader.Text(MatchReader.Child(item, "metadata"), "name") by (apiVersion, name);
        return
        [
            .. from kind in kinds
               select new ParameterKind(
                   kind.Key.apiVersion,
                   kind.Key.name,
                   [.. kind.SelectMany(policy => bindings[policy]).Select(b => MatchReader.Child(b, "paramRef")).Where(r => r is not null).Select(r => Of(r!.Value)).Distinct()]),
        ];
    }

    private static ParameterReference Of(JsonElement reference)
    {
        var (ns, name) = (MatchReader.Text(reference, "namespace"), MatchReader.Text(reference, "name"));
        return new ParameterReference(
            ns.Length > 0 ? ns : null,
            name.Length > 0 ? $"metadata.name={name}" : null,
            name.Length == 0 && MatchReader.Selector(reference, "selector") is { } selector ? string.Join(',', selector.Requirements.Select(Text)) : null);
    }

    // https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
    private static string Text(LabelRequirementFacts requirement) => requirement.Operator switch
    {
        "In" => $"{requirement.Key} in ({string.Join(',', requirement.Values)})",
        "NotIn" => $"{requirement.Key} notin ({string.Join(',', requirement.Values)})",
        "DoesNotExist" => $"!{requirement.Key}",
        _ => requirement.Key,
    };
}
