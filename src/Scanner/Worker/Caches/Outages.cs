namespace Scanner.Worker.Caches;

/// <summary>Remembers when the API server was last found away. Thread-safe.</summary>
internal sealed class Outages(TimeProvider time, Func<bool> isReachable)
{
    private readonly Lock _lock = new();
    private long? _beganAt;
    private long? _endedAt;

    /// <summary>How long the present one has lasted; zero when the server is there.</summary>
    public TimeSpan Lasting
    {
        get
        {
            lock (_lock)
                return _beganAt is { } began ? time.GetElapsedTime(began) : TimeSpan.Zero;
        }
    }

    /// <summary>Something about the watches has changed.</summary>
    public void Look()
    {
        lock (_lock)
        {
            var away = !isReachable();
            if (away == _beganAt is not null)
                return;
            if (!away)
                _endedAt = time.GetTimestamp();
            _beganAt = away ? time.GetTimestamp() : null;
        }
    }

    /// <summary>One began, lasted or ended since.</summary>
    /// <param name="longest">One that has lasted longer and has not ended does not count; null where each does.</param>
    public bool AnySince(long timestamp, TimeSpan? longest = null)
    {
        lock (_lock)
            return (_beganAt is not null && !(Lasting > longest)) || _endedAt >= timestamp;
    }
}
