namespace Scanner.ApiServer.Transport;

/// <summary>
/// A token bucket shared by all calls. Callers are served in the order they came; a call is never refused, only delayed.
/// Kept here rather than taken from System.Threading.RateLimiting because that one has no <see cref="TimeProvider"/> and
/// refills by a timer that never rests.
/// </summary>
internal sealed class RateLimiter
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly double _ticksPerToken;
    private readonly long _burstTicks;

    // The moment at which the bucket would be full again; each call moves it one token later.
    private long _fullAt;

    public RateLimiter(double perSecond, int burst, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        _time = time;
        _ticksPerToken = time.TimestampFrequency / perSecond;
        _burstTicks = (long)(_ticksPerToken * (burst - 1));
        _fullAt = time.GetTimestamp();
    }

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long wait;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            wait = Math.Max(_fullAt, now) - _burstTicks - now;
            _fullAt = Math.Max(_fullAt, now) + (long)_ticksPerToken;
        }

        return wait <= 0
            ? Task.CompletedTask
            : Task.Delay(TimeSpan.FromSeconds(wait / (double)_time.TimestampFrequency), _time, cancellationToken);
    }
}
