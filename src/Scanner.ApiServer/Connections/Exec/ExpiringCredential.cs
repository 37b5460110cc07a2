using Scanner.ApiServer.Connections.Credentials;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>A plugin's credential and when it ends; null when it does not say.</summary>
internal sealed record ExpiringCredential(Credential Credential, DateTimeOffset? ExpiresAt);
