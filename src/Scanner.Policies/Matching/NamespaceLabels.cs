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
        // Asked of every namespace and policy: most selectors leave nothing out.
        if (!selector.Requirements.Any(IsExclusion))
            return false;
        var isExcluded = false;
        foreach (var requirement in selector.Requirements.Where(r => !Matches(r, space, labels)))
        {
            if (!IsExclusion(requirement))
                return false;
            isExcluded = true;
        }

        return isExcluded;
    }

    private static bool IsExclusion(LabelRequirementFacts requirement) => requirement.Operator is "NotIn" or "DoesNotExist";

    private static bool Matches(LabelRequirementFacts requirement, string space, IReadOnlyDictionary<string, string> labels) =>
        requirement.Key == Name ? IsMetByName(requirement, space) : requirement.Matches(labels);

    /// <returns>Null where the selector asks for labels that are not known.</returns>
    public static bool? Select(LabelSelectorFacts selector, string space, IReadOnlyDictionary<string, string> labels, bool areKnown)
    {
        var isOpen = false;
        foreach (var requirement in selector.Requirements)
        {
            if (requirement.Key == Name)
            {
                if (!IsMetByName(requirement, space))
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

    /// <summary>Asked of every namespace for every policy, so without making labels of the name.</summary>
    private static bool IsMetByName(LabelRequirementFacts requirement, string space) => requirement.Operator switch
    {
        "In" => requirement.Values.Contains(space),
        "NotIn" => !requirement.Values.Contains(space),
        "Exists" => true,
        _ => false,
    };
}
