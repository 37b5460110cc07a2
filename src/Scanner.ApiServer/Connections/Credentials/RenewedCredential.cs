namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>
/// A credential that has to be fetched: again when it has expired or was rejected, once for all who wait for it. A failure is handed to
/// everybody who waited instead of trying again for each.
/// </summary>
internal sealed class RenewedCredential(TimeProvider clock)
{
    /// <summary>So long before its end a credential is good no more: its request would be under way when it ends.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FailureHolds = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ExpiringCredential? _current;
    private ConnectionConfigurationException? _failure;
    private DateTimeOffset _failedAt;

    /// <summary>The credential held while it is good, else what <paramref name="fetch"/> brings, good or not.</summary>
    public async ValueTask<Credential> GetAsync(
        Func<CancellationToken, Task<ExpiringCredential>> fetch, CancellationToken cancellationToken)
    {
        if (Usable(_current) is { } held)
            return held;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Usable(_current) is { } renewed)
                return renewed;
            if (_failure is not null && clock.GetUtcNow() - _failedAt < FailureHolds)
                throw new ConnectionConfigurationException(_failure);
            _current = await fetch(cancellationToken);
            _failure = null;
            return _current.Credential;
        }
        catch (ConnectionConfigurationException e)
        {
            if (_failure is null || clock.GetUtcNow() - _failedAt >= FailureHolds)
                (_failure, _failedAt) = (e, clock.GetUtcNow());
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Drops <paramref name="rejected"/>, unless another one has come since.</summary>
    public void Drop(Credential rejected)
    {
        var held = _current;
        if (held is not null && held.Credential.Equals(rejected))
            Interlocked.CompareExchange(ref _current, null, held);
    }

    /// <summary>Whether what ends then can still be used. Plugins write the beginning of time for a time that they do not have.</summary>
    public static bool IsGood(DateTimeOffset end, TimeProvider clock) => clock.GetUtcNow() + Margin < end;

    private Credential? Usable(ExpiringCredential? held) =>
        held is not null && (held.ExpiresAt is not { } end || IsGood(end, clock)) ? held.Credential : null;
}
