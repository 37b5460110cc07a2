using System.Collections.Immutable;
using Scanner.Core.Cluster;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>The requests of one namespace, made when the first policy asks for them and thrown away after the last.</summary>
internal sealed class TargetPlaces(NamespaceTarget target, RequestUser user)
{
    private readonly Dictionary<PodLabels, VariantRequests> _byLabels = [];
    private VariantRequests? _ofMadeUp;

    /// <summary>The pods of the namespace, one of each combination of labels; null alone where there is none.</summary>
    public ImmutableArray<LabelledPod?> Pods { get; } = target.Pods.IsEmpty ? [null] : [.. target.Pods.DistinctBy(p => p.Labels)];

    public VariantRequests Requests(LabelledPod? pod)
    {
        if (pod is null)
            return _ofMadeUp ??= VariantRequests.In(target.Name, target.Labels, user, target.AreLabelsKnown);
        if (!_byLabels.TryGetValue(pod.Labels, out var requests))
            _byLabels[pod.Labels] = requests = VariantRequests.Of(MadeUpPod.In(target.Name, pod), target.Labels, user, target.AreLabelsKnown);
        return requests;
    }
}
