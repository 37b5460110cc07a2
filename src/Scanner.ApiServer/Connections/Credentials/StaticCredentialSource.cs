namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>A credential that stands in the configuration itself and cannot change.</summary>
internal sealed class StaticCredentialSource(Credential credential) : ICredentialSource
{
    public static StaticCredentialSource Anonymous { get; } = new(Credential.None);

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public void Invalidate(Credential rejected)
    {
        // There is nowhere to read another one from.
    }
}
