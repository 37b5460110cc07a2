using System.Globalization;
using Scanner.Core.Cluster;

namespace Scanner.Decoding.Pods;

/// <summary>
/// Finds a pod's top controller from the pod alone: a ReplicaSet is named after its Deployment and the hash that its pods carry as a
/// label, a CronJob's Job after the minute it was due. So no list of ReplicaSets and Jobs is needed.
/// </summary>
internal sealed class Workloads(StringPool strings)
{
    // CronJob names its Jobs by Unix minutes (k8s:pkg/controller/cronjob/utils.go, getJobName): the years 2012 to 2064.
    private const long FirstMinute = 22_000_000;
    private const long LastMinute = 50_000_000;

    private readonly Dictionary<(string Kind, string Name), WorkloadReference> _known = [];

    /// <param name="kind">Of the owner that controls the pod; empty when none does.</param>
    /// <param name="templateHash">Label <c>pod-template-hash</c>, or empty.</param>
    /// <param name="rolloutHash">Label <c>rollouts-pod-template-hash</c> of Argo Rollouts, or empty.</param>
    public WorkloadReference Find(string pod, string kind, string name, string templateHash, string rolloutHash)
    {
        // A mirror pod is controlled by its node, which is no workload.
        if (kind.Length == 0 || kind == "Node")
            return new WorkloadReference("Pod", pod);
        if (kind == "ReplicaSet" && WithoutSuffix(name, rolloutHash) is { } rollout)
            return Share("Rollout", rollout);
        if (kind == "ReplicaSet" && WithoutSuffix(name, templateHash) is { } deployment)
            return Share("Deployment", deployment);
        if (kind == "Job" && WithoutMinute(name) is { } cronJob)
            return Share("CronJob", cronJob);
        return Share(kind, name);
    }

    private WorkloadReference Share(string kind, string name)
    {
        if (!_known.TryGetValue((kind, name), out var workload))
            _known[(kind, name)] = workload = new WorkloadReference(kind, name);
        return workload;
    }

    private string? WithoutSuffix(string name, string hash) =>
        hash.Length > 0 && name.Length > hash.Length + 1 && name.EndsWith(hash, StringComparison.Ordinal) && name[^(hash.Length + 1)] == '-'
            ? strings.Get(name.AsSpan(0, name.Length - hash.Length - 1))
            : null;

    private string? WithoutMinute(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0
            && long.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            && minute is > FirstMinute and < LastMinute
                ? strings.Get(name.AsSpan(0, dash))
                : null;
    }
}
