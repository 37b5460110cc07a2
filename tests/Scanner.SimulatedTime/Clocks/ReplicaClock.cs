namespace Scanner.SimulatedTime.Clocks;

/// <summary>
/// The clocks of one process: the monotonic one of its world, and a wall clock that can be set. While the process stands still its timers
/// do not fire, and time goes on, as under SIGSTOP.
/// </summary>
internal sealed class ReplicaClock(SimulatedClock world) : TimeProvider
{
    private readonly List<Action> _missed = [];

    /// <summary>By how much the wall clock is ahead of the world's.</summary>
    public TimeSpan Offset { get; set; }

    private bool _paused;

    public override long TimestampFrequency => world.TimestampFrequency;

    public override long GetTimestamp() => world.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + Offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(_ => Fire(() => callback(state)), null, dueTime, period);

    public void Pause() => _paused = true;

    /// <summary>Goes on: timers that were due meanwhile fire now.</summary>
    public void Resume()
    {
        _paused = false;
        foreach (var fire in _missed)
            fire();
        _missed.Clear();
    }

    private void Fire(Action callback)
    {
        if (_paused)
            _missed.Add(callback);
        else
            callback();
    }
}
