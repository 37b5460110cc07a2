using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The validation of access reviews (k8s:pkg/apis/authorization/validation).</summary>
internal static class AccessReviewRules
{
    private const string Invalid = "FieldValueInvalid";

    /// <param name="review">With its managedFields, which the server counts as metadata of the client.</param>
    /// <exception cref="RefusalException">422.</exception>
    public static void Check(ApiRequest request, JsonObject review)
    {
        var spec = review.Object("spec")!;
        var causes = new List<FieldCause>();
        var (resource, path) = (spec.Object("resourceAttributes"), spec.Object("nonResourceAttributes"));
        if (resource is not null && path is not null)
        {
            var shown = $"{{\"Path\":{JsonText.ToText(path.Text("path") ?? "")},\"Verb\":{JsonText.ToText(path.Text("verb") ?? "")}}}";
            causes.Add(new(Invalid, $"Invalid value: {shown}: cannot be specified in combination with resourceAttributes", "spec.nonResourceAttributes"));
        }

        if (resource is null && path is null)
            causes.Add(new(Invalid, "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified", "spec.resourceAttributes"));
        if (request.Type.Kind != "SelfSubjectAccessReview" && string.IsNullOrEmpty(spec.Text("user")) && !spec.Texts("groups").Any())
            causes.Add(new(Invalid, "Invalid value: \"\": at least one of user or group must be specified", "spec.user"));
        if (request.Type.Namespaced && resource is not null && (resource.Text("namespace") ?? "") != request.Info.Namespace)
            causes.Add(new(
                Invalid, $"Invalid value: {JsonText.ToText(resource.Text("namespace") ?? "")}: must match metadata.namespace", "spec.resourceAttributes.namespace"));
        if (causes.Count == 0 && review.Metadata().Any(p => p.Key is not ("managedFields" or "namespace")))
            causes.Add(new(
                Invalid, $"Invalid value: {JsonText.ToText(review.Metadata())}: must be empty", "metadata"));
        if (causes.Count > 0)
            throw new RefusalException(ApiErrors.Invalid(request.Type.Group, "", "", [.. causes]));
    }
}
