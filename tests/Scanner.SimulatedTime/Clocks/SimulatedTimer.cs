namespace Scanner.SimulatedTime.Clocks;

/// <summary>A timer of <see cref="SimulatedClock"/>. Its callback runs on the pool, as those of the runtime do.</summary>
internal sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
{
    // What stands in the queue of the clock for this timer; zero for nothing.
    private long _order;
    private TimeSpan _period;

    public bool IsCurrent(long order) => order == _order;

    public void Fire(long order)
    {
        if (!IsCurrent(order))
            return;
        _order = _period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? 0 : clock.Enqueue(this, _period);
        ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Call(), this, preferLocal: false);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _order = dueTime == Timeout.InfiniteTimeSpan ? 0 : clock.Enqueue(this, dueTime);
        return true;
    }

    public void Dispose() => _order = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private void Call() => callback(state);
}
