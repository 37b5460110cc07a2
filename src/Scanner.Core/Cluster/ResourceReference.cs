namespace Scanner.Core.Cluster;

/// <summary>The object that a finding is about. <paramref name="Namespace"/> is null for a cluster-scoped one.</summary>
public sealed record ResourceReference(string ApiVersion, string Kind, string? Namespace, string Name);
