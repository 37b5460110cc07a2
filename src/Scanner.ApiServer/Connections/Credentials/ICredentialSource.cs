namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>Yields what a request proves its identity with. Safe for concurrent use.</summary>
public interface ICredentialSource
{
    /// <summary>
    /// The credential to use now: from the cache while it is good, else from its file or plugin. Concurrent callers share one
    /// run of a plugin; cancelling the caller that runs it ends the plugin.
    /// </summary>
    /// <exception cref="ConnectionConfigurationException">The file or plugin gives none; the message says why.</exception>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The server answered 401 to <paramref name="rejected"/>: the next call reads or runs anew, unless that has already
    /// happened since.
    /// </summary>
    void Invalidate(Credential rejected);
}
