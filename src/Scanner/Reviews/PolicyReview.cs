using System.Collections.Immutable;
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
        var decisions = PolicyEngines.Compile(objects, minor).SelectMany(p => p.Decide(complete).Select(r => DecisionText.Of(p.Identity, r)))
            .Concat(PolicyEngines.NotRun(objects).Select(DecisionText.OfNotRun));
        return new ReviewResult(Describe(complete, container), [.. decisions], note is null ? [] : [note], errors);
    }

    private static (AdmissionRequest Request, string? Note) WithNamespace(AdmissionRequest request, PolicyObjects objects)
    {
        if (request.Namespace.Length == 0 || request.Kind is { Group: "", Kind: "Namespace" })
            return (request, null);
        return objects.Find("", "Namespace", "", request.Namespace) is { } space
            ? (request with { NamespaceLabels = AdmissionRequest.LabelsOf(space) }, null)
            : (request with { AreNamespaceLabelsKnown = false }, $"the Namespace {request.Namespace} is not known, and with it its labels");
    }

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
