using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Matching;

/// <summary>Selects namespaces by the labels that a request carries of its own.</summary>
internal static class NamespaceLabels
{
    /// <summary>Every namespace has this label since 1.21, and its value is the name.</summary>
    public const string Name = "kubernetes.io/metadata.name";

    /// <returns>Null where the selector asks for labels that are not known.</returns>
    public static bool? Select(LabelSelectorFacts selector, AdmissionRequest request)
    {
        var isOpen = false;
        foreach (var requirement in selector.Requirements)
        {
            var isName = requirement.Key == Name;
            if (!isName && !request.AreNamespaceLabelsKnown && !request.NamespaceLabels.ContainsKey(requirement.Key))
                isOpen = true;
            else if (!requirement.Matches(isName ? new Dictionary<string, string> { [Name] = request.Namespace } : request.NamespaceLabels))
                return false;
        }

        return isOpen ? null : true;
    }
}
