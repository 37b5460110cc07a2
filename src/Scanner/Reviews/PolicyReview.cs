using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Publishing.PolicyReviews;

namespace Scanner.Reviews;

/// <summary>Asks every policy about one request.</summary>
internal static class PolicyReview
{
    /// <param name="request">Without the labels of its namespace, which are taken from <paramref name="objects"/>.</param>
    /// <param name="container">What messages call the container that the request adds; empty for none.</param>
    /// <param name="minor">Of Kubernetes 1.x.</param>
    /// <param name="errors">What could not be read.</param>
    public static ReviewResult Run(AdmissionRequest request, string container, PolicyObjects objects, int minor, ImmutableArray<string> errors)
    {
        var (complete, note) = WithNamespace(request, objects);
        var decisions = PolicyEngines.Compile(objects, minor).SelectMany(p => p.Decide(complete).Select(r => DecisionText.Of(p.Identity, r)));
        return new ReviewResult(Describe(complete, container), [.. decisions], note is null ? [] : [note], errors);
    }

    private static (AdmissionRequest Request, string? Note) WithNamespace(AdmissionRequest request, PolicyObjects objects)
    {
        if (request.Namespace.Length == 0 || ResourceRuleIsNamespace(request))
            return (request, null);
        var labels = new Dictionary<string, string>();
        var space = objects.Find("", "Namespace", "", request.Namespace);
        if (MatchReader.Child(MatchReader.Child(space, "metadata"), "labels") is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (var label in given.EnumerateObject().Where(l => l.Value.ValueKind == JsonValueKind.String))
                labels[label.Name] = label.Value.GetString()!;
        }

        // https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
        labels["kubernetes.io/metadata.name"] = request.Namespace;
        return (request with { NamespaceLabels = labels },
            space is null ? $"the Namespace {request.Namespace} is not in the input, so it is taken for one without labels" : null);
    }

    private static bool ResourceRuleIsNamespace(AdmissionRequest request) => request.Kind is { Group: "", Kind: "Namespace" };

    private static ReviewedRequest Describe(AdmissionRequest request, string container) => new(
        request.Operation,
        request.Kind.Group,
        request.Kind.Version,
        request.Kind.Kind,
        request.Resource.Resource + (request.SubResource.Length > 0 ? "/" + request.SubResource : ""),
        request.Namespace,
        request.Name,
        container);
}
