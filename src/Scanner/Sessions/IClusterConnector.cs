namespace Scanner.Sessions;

/// <summary>Opens the connection that flags and environment name. The only seam between commands and the network.</summary>
internal interface IClusterConnector
{
    /// <exception cref="ConnectionConfigurationException">
    /// The configuration names no usable cluster, or a plugin gives no credential; the message says why and how to mend it.
    /// </exception>
    Task<ClusterSession> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken);
}
