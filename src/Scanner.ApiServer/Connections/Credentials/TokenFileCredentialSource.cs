using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>
/// A bearer token in a file that is rotated under us, as the kubelet does with service account tokens: read again after a
/// minute, and at once after a 401. A file that cannot be read for a moment leaves the last token in use, as in client-go.
/// </summary>
internal sealed class TokenFileCredentialSource : ICredentialSource
{
    /// <summary>Longest time a token is used without looking at the file; the kubelet rotates well before expiry.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly ConfigLocation _location;
    private readonly TimeProvider _clock;
    private Credential? _current;
    private DateTimeOffset _readAgainAt = DateTimeOffset.MinValue;

    /// <param name="path">Full path of the file.</param>
    /// <param name="location">Where the path is configured, for messages.</param>
    /// <param name="fallback">A token to use while the file cannot be read; null for none.</param>
    /// <param name="clock">The clock that the lifetime is measured by.</param>
    public TokenFileCredentialSource(string path, ConfigLocation location, string? fallback, TimeProvider clock)
    {
        _path = path;
        _location = location;
        _clock = clock;
        _current = fallback is null ? null : Credential.Bearer(fallback);
    }

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(Read());
    }

    public void Invalidate(Credential rejected)
    {
        lock (_lock)
        {
            if (_current?.Authorization == rejected.Authorization)
                _readAgainAt = DateTimeOffset.MinValue;
        }
    }

    private Credential Read()
    {
        var now = _clock.GetUtcNow();
        if (_current is not null && now < _readAgainAt)
            return _current;
        try
        {
            _current = Credential.Bearer(ReadToken());
        }
        catch (ConnectionConfigurationException) when (_current is not null)
        {
            // Keep the last one: a rotation may be under way, and the server will tell when it is too old.
        }

        _readAgainAt = now + Lifetime;
        return _current!;
    }

    private string ReadToken()
    {
        string token;
        try
        {
            token = File.ReadAllText(_path).Trim();
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw _location.Error($"token file {_path} {FileProblem.Describe(e, _path)}", e);
        }

        if (token.Length == 0)
            throw _location.Error($"token file {_path} is empty");
        if (!HeaderText.IsToken(token))
            throw _location.Error($"token file {_path} holds something else than one token (a blank, a line break or a strange character)");
        return token;
    }
}
