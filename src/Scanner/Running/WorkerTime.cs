namespace Scanner.Running;

/// <summary>The one monotonic clock of the agenda.</summary>
internal sealed class WorkerTime(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Now => time.GetElapsedTime(_start);
}
