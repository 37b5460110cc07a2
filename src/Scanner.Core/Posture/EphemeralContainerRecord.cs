using Scanner.Core.Facts;

namespace Scanner.Core.Posture;

/// <summary>One ephemeral container of the inventory.</summary>
public sealed record EphemeralContainerRecord(string Namespace, string Pod, string Workload, EphemeralContainerFacts Container);
