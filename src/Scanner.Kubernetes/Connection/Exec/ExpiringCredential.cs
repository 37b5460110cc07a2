namespace Scanner.Kubernetes.Connection;

/// <summary>A plugin's credential and when it ends; null when it does not say.</summary>
internal sealed record ExpiringCredential(Credential Credential, DateTimeOffset? ExpiresAt);
