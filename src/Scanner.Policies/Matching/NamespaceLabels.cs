using System.Collections.Immutable;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Matching;

/// <summary>Selects namespaces by the labels that a request carries of its own.</summary>
internal static class NamespaceLabels
{
    /// <summary>Every namespace has this label since 1.21, and its value is the name.</summary>
    public const string Name = "kubernetes.io/metadata.name";

    public static bool? Select(LabelSelectorFacts selector, AdmissionRequest request) =>
        Select(selector, request.Namespace, request.NamespaceLabels, request.AreNamespaceLabelsKnown);

    /// <summary>
    /// Whether the selector would select the namespace but for what it leaves out: <c>NotIn</c> and <c>DoesNotExist</c>. One that asks for labels
    /// that the namespace lacks is for others.
    /// </summary>
    public static bool Excludes(LabelSelectorFacts selector, string space, IReadOnlyDictionary<string, string> labels)
    {
        var (excluding, asking) = (selector.Requirements.Where(IsExclusion).ToImmutableArray(), selector.Requirements.Where(r => !IsExclusion(r)).ToImmutableArray());
        return Select(new LabelSelectorFacts(asking), space, labels, areKnown: true) == true && Select(new LabelSelectorFacts(excluding), space, labels, areKnown: true) == false;

        static bool IsExclusion(LabelRequirementFacts requirement) => requirement.Operator is "NotIn" or "DoesNotExist";
    }

    /// <returns>Null where the selector asks for labels that are not known.</returns>
    public static bool? Select(LabelSelectorFacts selector, string space, IReadOnlyDictionary<string, string> labels, bool areKnown)
    {
        var isOpen = false;
        foreach (var requirement in selector.Requirements)
        {
            if (requirement.Key == Name)
            {
                if (!requirement.Matches(new Dictionary<string, string> { [Name] = space }))
                    return false;
            }
            else if (!areKnown && !labels.ContainsKey(requirement.Key))
            {
                isOpen = true;
            }
            else if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return isOpen ? null : true;
    }
}
