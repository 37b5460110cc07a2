using System.Text.Json;
using Scanner.Core.Cluster;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Prediction;

/// <summary>What differs between requests about made-up pods, but for what is of the namespace.</summary>
/// <param name="Text">What is done with which container.</param>
/// <param name="Labels">Of the pod.</param>
/// <param name="Pod">Name and labels of the pod as one text.</param>
internal sealed record MadeUpQuestion(string Text, PodLabels Labels, string Pod)
{
    public static MadeUpQuestion Of(AdmissionRequest request)
    {
        var spec = MatchReader.Child(request.Object, "spec");
        var added = MatchReader.Items(spec, request.SubResource.Length > 0 ? "ephemeralContainers" : "containers").LastOrDefault();
        return new MadeUpQuestion(
            $"{request.Operation} {request.SubResource} {(added.ValueKind == JsonValueKind.Undefined ? "" : added.GetRawText())}",
            PodLabels.Of(AdmissionRequest.LabelsOf(request.Object), []),
            $"{request.Name} {MatchReader.Child(MatchReader.Child(request.Object, "metadata"), "labels")}");
    }
}
