namespace Scanner.Core.Cluster;

/// <summary>The top controller of a pod, or the pod itself when nothing controls it. Pods of one workload share one instance.</summary>
/// <param name="Kind">For example <c>Deployment</c>, <c>CronJob</c>, <c>Pod</c>.</param>
public sealed record WorkloadReference(string Kind, string Name)
{
    /// <summary><c>Kind/name</c>, as users read it.</summary>
    public override string ToString() => Kind + "/" + Name;
}
