namespace Scanner.Cli;

/// <summary>Opens the connection that flags and environment name. The only seam between commands and the network.</summary>
internal interface IClusterConnector
{
    /// <exception cref="UsageException">The configuration names no usable cluster; the message says why and how to mend it.</exception>
    ClusterSession Connect(ConnectionSettings settings);
}
