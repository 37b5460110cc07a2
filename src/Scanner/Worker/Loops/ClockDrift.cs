namespace Scanner.Worker.Loops;

/// <summary>Tells when the wall clock was set, by the monotonic one. Not for concurrent use.</summary>
internal sealed class ClockDrift(TimeProvider time)
{
    // A clock that is disciplined drifts by milliseconds, one that is set by seconds or more.
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(5);

    private long _timestamp = time.GetTimestamp();
    private DateTimeOffset _wall = time.GetUtcNow();

    /// <summary>By how much the wall clock went ahead of the time that passed since the last step, negative when it went back; null when it did not.</summary>
    public TimeSpan? TakeStep()
    {
        var (timestamp, wall) = (time.GetTimestamp(), time.GetUtcNow());
        var step = wall - _wall - time.GetElapsedTime(_timestamp, timestamp);
        if (step.Duration() < s_least)
            return null;
        (_timestamp, _wall) = (timestamp, wall);
        return step;
    }
}
