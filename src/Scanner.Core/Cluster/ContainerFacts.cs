namespace Scanner.Core.Cluster;

/// <summary>One container of any kind while a pod is read; only what Pod Security judges outlives the reading.</summary>
/// <param name="SecurityContext">Its own fields; <see cref="SecurityContextFacts.Empty"/> when the container has none.</param>
/// <param name="HasHostPort">Some <c>ports[].hostPort</c> is not 0.</param>
/// <param name="HasHandlerHost">Some probe or lifecycle handler names a <c>host</c>, so that the kubelet calls another machine.</param>
/// <param name="Image">Null when it names none.</param>
public sealed record ContainerFacts(
    string Name,
    SecurityContextFacts SecurityContext,
    bool HasHostPort = false,
    bool HasHandlerHost = false,
    string? Image = null);
