namespace Scanner.Worker.Loops;

/// <summary>
/// The one clock of the agenda. No two readings are equal, however coarse the clock below: which of two things came first decides whether
/// an answer is about the time before or after a change. Not for concurrent use.
/// </summary>
internal sealed class WorkerTime(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _last = TimeSpan.MinValue;

    public TimeSpan Now
    {
        get
        {
            var now = time.GetElapsedTime(_start);
            return _last = now > _last ? now : _last + TimeSpan.FromTicks(1);
        }
    }
}
