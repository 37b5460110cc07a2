using System.Collections.Immutable;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Matching;

/// <summary>One rule of a webhook or a policy. Source: apiserver/pkg/admission/plugin/webhook/predicates/rules.</summary>
/// <param name="Resources"><c>pods</c>, <c>pods/ephemeralcontainers</c>, <c>*</c>, <c>*/*</c>: one without a slash names no
/// subresource.</param>
/// <param name="Scope"><c>Cluster</c>, <c>Namespaced</c> or <c>*</c>.</param>
/// <param name="ResourceNames">Empty for all; only policies have them.</param>
public sealed record ResourceRule(
    ImmutableArray<string> ApiGroups,
    ImmutableArray<string> ApiVersions,
    ImmutableArray<string> Operations,
    ImmutableArray<string> Resources,
    string Scope,
    ImmutableArray<string> ResourceNames)
{
    public bool Matches(AdmissionRequest request) =>
        Has(ApiGroups, request.Resource.Group)
        && Has(ApiVersions, request.Resource.Version)
        && Has(Operations, request.Operation)
        && Resources.Any(r => Covers(r, request))
        && IsInScope(request)
        && (ResourceNames.IsEmpty || ResourceNames.Contains(request.Name));

    private static bool Has(ImmutableArray<string> values, string sought) => values.Contains("*") || values.Contains(sought);

    private static bool Covers(string resource, AdmissionRequest request)
    {
        var parts = resource.Split('/', 2);
        var subResource = parts.Length == 2 ? parts[1] : "";
        return (parts[0] == "*" || parts[0] == request.Resource.Resource) && (subResource == "*" || subResource == request.SubResource);
    }

    /// <summary>A namespace is an object of the cluster, though a request for one carries its name as its namespace.</summary>
    private bool IsInScope(AdmissionRequest request)
    {
        var isNamespaced = request.Namespace.Length > 0 && !IsNamespace(request);
        return Scope switch
        {
            "Namespaced" => isNamespaced,
            "Cluster" => !isNamespaced,
            _ => true,
        };
    }

    internal static bool IsNamespace(AdmissionRequest request) => request.Resource is { Group: "", Resource: "namespaces" };
}
