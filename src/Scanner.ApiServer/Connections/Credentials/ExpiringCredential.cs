namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>A credential that must be renewed, and when it ends; null when it does not say.</summary>
internal sealed record ExpiringCredential(Credential Credential, DateTimeOffset? ExpiresAt);
