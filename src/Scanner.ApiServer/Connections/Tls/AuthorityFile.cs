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

    // By the monotonic clock: one that is set back must not keep authorities for longer.
    private long _readAt;

    /// <param name="current">What the file holds now.</param>
    /// <param name="read">Reads it again; a <see cref="ConnectionConfigurationException"/> says that it cannot.</param>
    /// <param name="clock">The clock that the lifetime is measured by.</param>
    public AuthorityFile(X509Certificate2Collection current, Func<X509Certificate2Collection> read, TimeProvider clock)
    {
        _current = current;
        _read = read;
        _clock = clock;
        _readAt = clock.GetTimestamp();
    }

    public X509Certificate2Collection Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetElapsedTime(_readAt) >= Lifetime)
                    ReadAgain();
                return _current;
            }
        }
    }

    private void ReadAgain()
    {
        _readAt = _clock.GetTimestamp();
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
