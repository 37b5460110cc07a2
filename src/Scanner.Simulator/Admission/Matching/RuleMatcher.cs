using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.Matching;

/// <summary>Tells whether a <c>RuleWithOperations</c> of a webhook or policy is about a request.</summary>
/// <remarks>As apiserver/pkg/admission/plugin/webhook/predicates/rules: <c>pods</c> and <c>*</c> never match a subresource.</remarks>
internal static class RuleMatcher
{
    public static bool Matches(JsonObject rule, AdmissionRequest request) =>
        Lists(rule, "operations", request.Operation)
        && Lists(rule, "apiGroups", request.Group)
        && Lists(rule, "apiVersions", request.Version)
        && rule.Texts("resources").Any(entry => MatchesResource(entry, request))
        && MatchesNames(rule, request)
        && MatchesScope(rule.Text("scope"), request);

    private static bool Lists(JsonObject rule, string field, string value) => rule.Texts(field).Any(entry => entry == "*" || entry == value);

    private static bool MatchesResource(string entry, AdmissionRequest request)
    {
        var slash = entry.IndexOf('/');
        var (resource, subresource) = slash < 0 ? (entry, "") : (entry[..slash], entry[(slash + 1)..]);
        return (resource == "*" || resource == request.Resource) && (subresource == "*" || subresource == request.Subresource);
    }

    private static bool MatchesNames(JsonObject rule, AdmissionRequest request)
    {
        var names = rule.Texts("resourceNames");
        return names.Count == 0 || names.Contains(request.Name, StringComparer.Ordinal);
    }

    /// <summary>A Namespace object is cluster-scoped although its requests carry a namespace.</summary>
    private static bool MatchesScope(string? scope, AdmissionRequest request)
    {
        var namespaced = request.Namespace.Length > 0 && !(request.Group.Length == 0 && request.Resource == "namespaces");
        return scope switch
        {
            "Namespaced" => namespaced,
            "Cluster" => !namespaced,
            _ => true,
        };
    }
}
