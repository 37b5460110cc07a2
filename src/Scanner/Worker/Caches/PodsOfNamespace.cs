using Scanner.Core.Cluster;

namespace Scanner.Worker.Caches;

/// <summary>The pods of one namespace, and how many each workload has of them. Not for concurrent use.</summary>
internal sealed class PodsOfNamespace
{
    private readonly Dictionary<WorkloadReference, (WorkloadReference Shared, int Pods, PodLabels? Labels)> _workloads = [];
    private string? _name;

    public Dictionary<string, PodFacts> ByName { get; } = [];

    /// <summary>The name of the namespace, the same object for all pods.</summary>
    public string NameOf(PodFacts pod) => _name ??= pod.Namespace;

    /// <summary>A pod of a workload has come.</summary>
    /// <param name="first">It had none before.</param>
    /// <param name="others">Its labels are others than those of the pod that came last.</param>
    /// <returns>Workload and labels, the same objects for all its pods.</returns>
    public (WorkloadReference Workload, PodLabels? Labels) Enter(PodFacts pod, out bool first, out bool others)
    {
        first = !_workloads.TryGetValue(pod.Workload, out var known);
        var shared = first ? pod.Workload : known.Shared;
        others = !Equals(pod.Labels, known.Labels);
        var labels = others ? pod.Labels : known.Labels;
        _workloads[shared] = (shared, known.Pods + 1, labels);
        return (shared, labels);
    }

    /// <summary>A pod of a workload has gone.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Leave(WorkloadReference workload)
    {
        var (shared, pods, labels) = _workloads[workload];
        if (pods == 1)
            return _workloads.Remove(workload);
        _workloads[shared] = (shared, pods - 1, labels);
        return false;
    }
}
