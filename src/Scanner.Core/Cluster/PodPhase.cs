namespace Scanner.Core.Cluster;

/// <summary><c>status.phase</c> of a pod. <see cref="Unknown"/> also stands for a phase that is missing.</summary>
public enum PodPhase : byte
{
    Unknown,
    Pending,
    Running,
    Succeeded,
    Failed,
}
