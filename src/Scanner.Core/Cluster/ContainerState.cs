namespace Scanner.Core.Cluster;

/// <summary>
/// State of an ephemeral container by <c>status.ephemeralContainerStatuses</c>; a name without a status is
/// <see cref="Waiting"/>, a status without a state is <see cref="Unknown"/>.
/// </summary>
public enum ContainerState : byte
{
    Waiting,
    Running,
    Terminated,
    Unknown,
}
