using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>
/// A client certificate in files that are rotated under us: read again every five minutes, as client-go does, and at once after a
/// 401. Files that do not go together for a moment leave the last certificate in use.
/// </summary>
internal sealed class ClientCertificateSource(Func<ClientCertificate> read, TimeProvider clock) : ICredentialSource
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Credential? _current;
    private DateTimeOffset _readAgainAt = DateTimeOffset.MinValue;

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(Read());
    }

    public void Invalidate(Credential rejected)
    {
        lock (_lock)
        {
            if (_current is not null && Equals(_current.ClientCertificate, rejected.ClientCertificate))
                _readAgainAt = DateTimeOffset.MinValue;
        }
    }

    private Credential Read()
    {
        var now = clock.GetUtcNow();
        if (_current is not null && now < _readAgainAt)
            return _current;
        try
        {
            var certificate = read();
            if (_current is null || !certificate.Equals(_current.ClientCertificate))
                _current = new Credential(authorization: null, certificate);
        }
        catch (ConnectionConfigurationException) when (_current is not null)
        {
            // A rotation may be under way: one file is new, the other still old.
        }

        _readAgainAt = now + Lifetime;
        return _current!;
    }
}
