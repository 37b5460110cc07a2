using System.Collections.Concurrent;

namespace Scanner.Fixtures;

/// <summary>
/// The clock of one process over a clock that several share. A paused process sees no timer fire, but time goes on, as under SIGSTOP.
/// It also tells how many <c>Task.Delay</c> calls wait, by which a test knows that a loop has come to rest.
/// </summary>
internal sealed class PausableTime(TimeProvider shared) : TimeProvider
{
    private readonly TimeProvider _shared = shared;
    private readonly Lock _lock = new();
    private readonly List<Action> _missed = [];
    private int _delays;
    private bool _paused;

    /// <summary>Delays that have not ended; timers of cancellation sources do not count.</summary>
    public int PendingDelays => Volatile.Read(ref _delays);

    public override long TimestampFrequency => _shared.TimestampFrequency;

    public override long GetTimestamp() => _shared.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _shared.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, callback, state, dueTime, period);

    public void Pause()
    {
        lock (_lock)
            _paused = true;
    }

    /// <summary>Goes on: timers that were due meanwhile fire now.</summary>
    public void Resume()
    {
        Action[] missed;
        lock (_lock)
        {
            _paused = false;
            missed = [.. _missed];
            _missed.Clear();
        }

        foreach (var fire in missed)
            fire();
    }

    private bool IsMissed(Action fire)
    {
        lock (_lock)
        {
            if (_paused)
                _missed.Add(fire);
            return _paused;
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly PausableTime _owner;
        private readonly ITimer _inner;
        private readonly bool _isDelay;
        private int _ended;

        public Timer(PausableTime owner, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _owner = owner;
            _isDelay = state is not CancellationTokenSource;
            _inner = owner._shared.CreateTimer(
                _ =>
                {
                    if (!owner.IsMissed(Fire))
                        Fire();
                },
                null,
                dueTime,
                period);
            // Only now: who sees the delay counted may move the clock, and one that the clock does not know yet would begin too late.
            if (_isDelay)
                Interlocked.Increment(ref owner._delays);

            void Fire()
            {
                End();
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _inner.Change(dueTime, period);

        public void Dispose()
        {
            End();
            _inner.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            End();
            await _inner.DisposeAsync();
        }

        // A delay ends once, whether its time came or it was cancelled.
        private void End()
        {
            if (_isDelay && Interlocked.Exchange(ref _ended, 1) == 0)
                Interlocked.Decrement(ref _owner._delays);
        }
    }
}
