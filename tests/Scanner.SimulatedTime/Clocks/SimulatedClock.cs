namespace Scanner.SimulatedTime.Clocks;

/// <summary>The clock of a simulated world. It stands while there is work, and jumps to the next timer when there is none.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    // The pool has one thread, but a timer may be set by a thread of its own, such as a library's.
    private readonly Lock _lock = new();
    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> _timers = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Since the beginning of the world.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_now);

    /// <summary>Timers that wait; those that were disposed and not yet passed count too.</summary>
    public int Waiting => _timers.Count;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => start + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Jumps to the next timer, or to <paramref name="end"/> when none is due before it.</summary>
    public void Advance(TimeSpan end)
    {
        lock (_lock)
            AdvanceTo(end);
    }

    private void AdvanceTo(TimeSpan end)
    {
        while (_timers.TryPeek(out var next, out var at))
        {
            if (next.IsCurrent(at.Order))
            {
                if (at.Due > end.Ticks)
                    break;
                _now = Math.Max(_now, at.Due);
                FireDue();
                return;
            }

            _timers.Dequeue();
        }

        _now = Math.Max(_now, end.Ticks);
    }

    internal long Enqueue(SimulatedTimer timer, TimeSpan after)
    {
        lock (_lock)
        {
            // As the timers of the runtime: whole milliseconds, and never early.
            var due = _now + Math.Max(0, (long)Math.Ceiling(after.TotalMilliseconds)) * TimeSpan.TicksPerMillisecond;
            _timers.Enqueue(timer, (due, ++_order));
            return _order;
        }
    }

    private void FireDue()
    {
        while (_timers.TryPeek(out var timer, out var at) && at.Due <= _now)
        {
            _timers.Dequeue();
            timer.Fire(at.Order);
        }
    }
}
