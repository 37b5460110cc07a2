using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>A header from one source, a client certificate from another: a user may have both.</summary>
internal sealed class CombinedCredentialSource(ICredentialSource header, ICredentialSource certificate) : ICredentialSource
{
    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        var first = await header.GetAsync(cancellationToken);
        var second = await certificate.GetAsync(cancellationToken);
        return new Credential(first.Authorization, second.ClientCertificate);
    }

    public void Invalidate(Credential rejected)
    {
        header.Invalidate(rejected);
        certificate.Invalidate(rejected);
    }
}
