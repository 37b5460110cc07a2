using Scanner.Core.Cluster;

namespace Scanner.Worker.Caches;

/// <summary>The pods of one namespace, and how many each workload has of them. Not for concurrent use.</summary>
internal sealed class PodsOfNamespace
{
    private readonly Dictionary<WorkloadReference, (WorkloadReference Shared, int Pods)> _workloads = [];
    private string? _name;

    public Dictionary<string, PodFacts> ByName { get; } = [];

    /// <summary>The name of the namespace, the same object for all pods.</summary>
    public string NameOf(PodFacts pod) => _name ??= pod.Namespace;

    /// <summary>A pod of a workload has come.</summary>
    /// <param name="first">It had none before.</param>
    /// <returns>The workload, the same object for all its pods.</returns>
    public WorkloadReference Enter(WorkloadReference workload, out bool first)
    {
        first = !_workloads.TryGetValue(workload, out var known);
        var shared = first ? workload : known.Shared;
        _workloads[shared] = (shared, known.Pods + 1);
        return shared;
    }

    /// <summary>A pod of a workload has gone.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Leave(WorkloadReference workload)
    {
        var (shared, pods) = _workloads[workload];
        if (pods == 1)
            return _workloads.Remove(workload);
        _workloads[shared] = (shared, pods - 1);
        return false;
    }
}
