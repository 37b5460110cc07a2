using System.Collections.Immutable;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Matching;

/// <summary>Tells from selectors and expressions what a policy reads of a namespace and a pod.</summary>
public static class SelectorScopes
{
    /// <param name="matches">Of each way in which a request reaches the policy, what must match together: its own, and that of a binding.</param>
    /// <param name="expressions">Every expression of CEL that decides; their texts are searched for what could read a namespace.</param>
    public static PolicyScope Of(IEnumerable<ImmutableArray<MatchResources>> matches, IReadOnlyCollection<string> expressions)
    {
        var all = matches.ToList();
        var requirements = all.SelectMany(m => m).SelectMany(m => Requirements(m.NamespaceSelector)).ToList();
        var keys = requirements.Select(r => r.Key).ToImmutableSortedSet(StringComparer.Ordinal);
        var isRead = expressions.Any(ReadsNamespace);
        var areNamesRead = all.SelectMany(m => m).Any(ReadsNames) || expressions.Any(ReadsMetadata);
        var podLabels = all.SelectMany(m => m).SelectMany(m => Requirements(m.ObjectSelector)).Select(r => r.Key).ToImmutableSortedSet(StringComparer.Ordinal);
        var names = requirements.Where(r => r.Key == NamespaceLabels.Name).SelectMany(r => r.Values).Distinct();
        return new PolicyScope(
            keys.Remove(NamespaceLabels.Name),
            keys.Contains(NamespaceLabels.Name) || isRead,
            !podLabels.IsEmpty || areNamesRead,
            [.. all.Select(Example)])
        {
            PodLabels = areNamesRead ? null : podLabels,
            // A selector asks for names of its own only.
            NameTests = isRead ? null : [.. names.Select(n => (Predicate<string>)(name => name == n))],
        };
    }

    private static bool ReadsNamespace(string expression) => expression.Contains("namespace", StringComparison.Ordinal);

    private static bool ReadsMetadata(string expression) =>
        expression.Contains("metadata", StringComparison.Ordinal) || expression.Contains("request.name", StringComparison.Ordinal);

    private static bool ReadsNames(MatchResources match) => match.ExcludeRules.Concat(match.Rules ?? []).Any(r => !r.ResourceNames.IsEmpty);

    private static IEnumerable<LabelRequirementFacts> Requirements(LabelSelectorFacts? selector) => selector?.Requirements ?? [];

    private static ScopeExample Example(ImmutableArray<MatchResources> together)
    {
        var labels = Labels(together.SelectMany(m => Requirements(m.NamespaceSelector)));
        var pod = Labels(together.SelectMany(m => Requirements(m.ObjectSelector)));
        var name = labels.GetValueOrDefault(NamespaceLabels.Name, "made-up");
        return new ScopeExample(name, labels, pod);
    }

    /// <summary>What must be there is; what must not be there, or have a value, is not.</summary>
    private static ImmutableDictionary<string, string> Labels(IEnumerable<LabelRequirementFacts> requirements)
    {
        var labels = ImmutableDictionary<string, string>.Empty;
        foreach (var requirement in requirements)
        {
            if (requirement is { Operator: "In", Values.IsEmpty: false })
                labels = labels.SetItem(requirement.Key, requirement.Values[0]);
            else if (requirement.Operator == "Exists" && !labels.ContainsKey(requirement.Key))
                labels = labels.SetItem(requirement.Key, "");
        }

        return labels;
    }
}
