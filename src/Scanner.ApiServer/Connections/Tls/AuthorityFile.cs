using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>
/// Authorities in a file that is rotated under us: read again every five minutes, as client-go does since 1.36. A file that cannot be
/// read, or holds no certificate for a moment, leaves the last ones in use.
/// </summary>
internal sealed class AuthorityFile
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Func<X509Certificate2Collection> _read;
    private readonly TimeProvider _clock;
    private X509Certificate2Collection _current;
    private DateTimeOffset _readAgainAt;

    /// <exception cref="ConnectionConfigurationException">The file cannot be read now.</exception>
    public AuthorityFile(Func<X509Certificate2Collection> read, TimeProvider clock)
    {
        _read = read;
        _clock = clock;
        _current = read();
        _readAgainAt = clock.GetUtcNow() + Lifetime;
    }

    public X509Certificate2Collection Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetUtcNow() >= _readAgainAt)
                    ReadAgain();
                return _current;
            }
        }
    }

    private void ReadAgain()
    {
        _readAgainAt = _clock.GetUtcNow() + Lifetime;
        try
        {
            _current = _read();
        }
        catch (ConnectionConfigurationException)
        {
            // A rotation may be under way.
        }
    }
}
