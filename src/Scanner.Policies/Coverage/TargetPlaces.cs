using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>The requests of one namespace, made when the first policy asks for them and thrown away after the last.</summary>
internal sealed class TargetPlaces(NamespaceTarget target, RequestUser user)
{
    private readonly Dictionary<string, VariantRequests> _byLabels = [];

    /// <summary>The pods of the namespace, one of each combination of labels; at least one.</summary>
    public ImmutableArray<(string Labels, JsonElement? Pod)> Pods { get; } = target.Pods.IsEmpty
        ? [("", null)]
        : [.. target.Pods.Select(p => (LabelsOf(p), (JsonElement?)p)).DistinctBy(p => p.Item1)];

    public VariantRequests Requests((string Labels, JsonElement? Pod) pod)
    {
        if (!_byLabels.TryGetValue(pod.Labels, out var requests))
        {
            _byLabels[pod.Labels] = requests = pod.Pod is null
                ? VariantRequests.In(target.Name, target.Labels, user, target.AreLabelsKnown)
                : VariantRequests.Of(MadeUpPod.In(target.Name, pod.Pod), target.Labels, user, target.AreLabelsKnown);
        }

        return requests;
    }

    private static string LabelsOf(JsonElement pod) =>
        string.Join('\n', AdmissionRequest.LabelsOf(pod).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
}
