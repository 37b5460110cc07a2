namespace Scanner.Core.Cluster;

/// <summary>One ephemeral container of the inventory.</summary>
public sealed record EphemeralContainerRecord(string Namespace, string Pod, string Workload, EphemeralContainerFacts Container);
