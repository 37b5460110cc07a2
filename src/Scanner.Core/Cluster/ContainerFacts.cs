namespace Scanner.Core.Cluster;

/// <summary>One container of any kind while a pod is read; only what Pod Security judges outlives the reading.</summary>
/// <param name="SecurityContext">Null when the container has none.</param>
/// <param name="HasHostPort">Some <c>ports[].hostPort</c> is not 0.</param>
/// <param name="AppArmorAnnotation">Value of <c>container.apparmor.security.beta.kubernetes.io/NAME</c>, if any.</param>
public sealed record ContainerFacts(
    string Name,
    SecurityContextFacts SecurityContext,
    bool HasHostPort = false,
    string? AppArmorAnnotation = null);
