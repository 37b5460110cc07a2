using Scanner.Core.Posture;

namespace Scanner.Worker.Loops;

/// <summary>
/// The one clock by which a worker orders what happens. No two readings are equal, however coarse the clock below: which of two things came
/// first decides whether an answer is about the time before or after a change. Thread-safe.
/// </summary>
internal sealed class WorkerTime(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _last = TimeSpan.MinValue;

    public TimeSpan Now
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetElapsedTime(_start);
                return _last = now > _last ? now : _last + TimeSpan.FromTicks(1);
            }
        }
    }

    /// <summary>For the reader only: it may be set at any time.</summary>
    public DateTimeOffset Wall => time.GetUtcNow();

    public Moment Moment => new(Now, Wall);
}
