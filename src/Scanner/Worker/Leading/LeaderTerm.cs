namespace Scanner.Worker.Leading;

/// <summary>A term that lasts as long as it is renewed in time.</summary>
internal sealed class LeaderTerm : ILeaderTerm, IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _ending;
    private long _renewedAt;
    private volatile bool _over;
    private volatile bool _wasEnded;

    /// <param name="limit">The term ends this long after the last renewal was sent.</param>
    /// <param name="since">Timestamp of <paramref name="time"/> at which the request that got the lease was sent.</param>
    public LeaderTerm(TimeSpan limit, long since, TimeProvider time, CancellationToken stopping)
    {
        (_time, _limit, _renewedAt) = (time, limit, since);
        _deadline = new CancellationTokenSource(Rest(since), time);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, stopping);
        Token = _ending.Token;
    }

    public CancellationToken Token { get; }

    public bool IsLeader
    {
        get
        {
            if (_over || Token.IsCancellationRequested)
                return false;
            if (Rest(Volatile.Read(ref _renewedAt)) > TimeSpan.Zero)
                return true;
            // Whoever was told no may have given up its work: no late renewal may turn that into yes.
            _over = true;
            return false;
        }
    }

    /// <summary>It was ended on purpose rather than by time.</summary>
    public bool WasEnded => _wasEnded;

    /// <summary>How long the term lasts without another renewal.</summary>
    public TimeSpan Left => Rest(Volatile.Read(ref _renewedAt));

    /// <summary>Takes note of a renewal that was sent at <paramref name="since"/> and succeeded.</summary>
    /// <returns>False when it came too late.</returns>
    public bool Renew(long since)
    {
        if (!IsLeader || Rest(since) <= TimeSpan.Zero)
            return false;
        Volatile.Write(ref _renewedAt, since);
        _deadline.CancelAfter(Rest(since));
        return IsLeader;
    }

    /// <summary>Ends the term now.</summary>
    public void End()
    {
        _over = _wasEnded = true;
        _ending.Cancel();
    }

    public void Dispose()
    {
        _ending.Dispose();
        _deadline.Dispose();
    }

    private TimeSpan Rest(long since)
    {
        var rest = _limit - _time.GetElapsedTime(since);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }
}
