namespace Scanner.ApiServer.Transport;

/// <summary>
/// A token bucket shared by all calls. Callers are served in the order they came; a call is never refused, only delayed. Calls in the
/// background have a queue of their own, which follows what the server bears: others never wait behind them, but take of their tokens.
/// Kept here rather than taken from System.Threading.RateLimiting because that one has no <see cref="TimeProvider"/> and
/// refills by a timer that never rests.
/// </summary>
internal sealed class RateLimiter
{
    /// <summary>Background calls that may go out at once: few, because a burst of them is what others would wait for on the server.</summary>
    private const int BackgroundBurst = 4;

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly double _ticksPerToken;
    private readonly long _burstTicks;
    private readonly AdaptiveRate _background;
    private readonly BackgroundPlaces _places;

    // The moment at which the bucket would be full again; each call moves it one token later.
    private long _fullAt;

    // The same of the bucket for the background; calls of both kinds move it.
    private long _backgroundFullAt;

    public RateLimiter(double perSecond, int burst, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        _time = time;
        _ticksPerToken = time.TimestampFrequency / perSecond;
        _burstTicks = (long)(_ticksPerToken * (burst - 1));
        _background = new AdaptiveRate(perSecond, time);
        _places = new BackgroundPlaces(time) { Count = _background.AtOnce, LongestHold = _background.Patience };
        _fullAt = _backgroundFullAt = time.GetTimestamp();
    }

    /// <summary>Calls a second that the background may make at present.</summary>
    public double BackgroundPerSecond
    {
        get
        {
            lock (_lock)
                return _background.PerSecond;
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long wait;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            wait = Take(ref _fullAt, now, _ticksPerToken, _burstTicks);
            _backgroundFullAt = Math.Max(_backgroundFullAt, now) + (long)_ticksPerToken;
        }

        return DelayAsync(wait, cancellationToken);
    }

    /// <returns>The place of a call in the background, to be left when the answer is there; null for others, which need none.</returns>
    public async Task<BackgroundPlace?> WaitInLineAsync(bool isBackground, CancellationToken cancellationToken)
    {
        if (isBackground)
            return await WaitInBackgroundAsync(cancellationToken);
        await WaitAsync(cancellationToken);
        return null;
    }

    /// <summary>For a call that nobody waits for.</summary>
    /// <returns>Its place, to be left when the answer is there.</returns>
    public async Task<BackgroundPlace> WaitInBackgroundAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long wait;
        lock (_lock)
        {
            var ticks = _time.TimestampFrequency / _background.PerSecond;
            wait = Take(ref _backgroundFullAt, _time.GetTimestamp(), ticks, (long)(ticks * (BackgroundBurst - 1)));
        }

        await DelayAsync(wait, cancellationToken);
        return await _places.TakeAsync(cancellationToken);
    }

    /// <summary>How a background call fared.</summary>
    /// <returns>How long its place is to be left free.</returns>
    /// <inheritdoc cref="AdaptiveRate.Observe"/>
    public TimeSpan Observe(TimeSpan latency, bool isBusy)
    {
        lock (_lock)
        {
            _background.Observe(latency, isBusy);
            _places.Count = _background.AtOnce;
            _places.LongestHold = _background.Patience;
            return _background.PauseAfter(latency);
        }
    }

    private static long Take(ref long fullAt, long now, double ticksPerToken, long burstTicks)
    {
        var wait = Math.Max(fullAt, now) - burstTicks - now;
        fullAt = Math.Max(fullAt, now) + (long)ticksPerToken;
        return wait;
    }

    private Task DelayAsync(long wait, CancellationToken cancellationToken) => wait <= 0
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromSeconds(wait / (double)_time.TimestampFrequency), _time, cancellationToken);
}
