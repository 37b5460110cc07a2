namespace Scanner.Core.Cluster;

/// <summary>What we keep of one namespace.</summary>
/// <param name="Name"><c>metadata.name</c>.</param>
/// <param name="Terminating">It is being deleted: nothing new can be created in it, but its pods can still be patched.</param>
/// <param name="Enforce">
/// The label <c>pod-security.kubernetes.io/enforce</c>; null without it. Any value that is no level counts as restricted, as Pod Security
/// itself takes it (Kubernetes <c>pod-security-admission/api/helpers.go</c>).
/// </param>
public sealed record NamespaceFacts(string Name, bool Terminating = false, PodSecurityLevel? Enforce = null);
