namespace Scanner.Worker.Loops;

/// <summary>Wakes one waiting loop. Set while nobody waits, it lets the next wait through at once.</summary>
internal sealed class Signal
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiter;
    private bool _set;

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_lock)
        {
            waiter = _waiter;
            _waiter = null;
            _set |= waiter is null;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Until it is set or <paramref name="limit"/> has passed.</summary>
    /// <returns>True when it was set.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource mine;
        lock (_lock)
        {
            if (_set || limit <= TimeSpan.Zero)
            {
                var set = _set;
                _set = false;
                return set;
            }

            mine = _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(mine.Task, Task.Delay(AtLeastAMillisecond(limit), time, over.Token));
        await over.CancelAsync();
        lock (_lock)
        {
            // Taken out by who set it; one left behind would swallow the next signal.
            if (_waiter != mine)
                return true;
            _waiter = null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    // A delay counts whole milliseconds. One of less is over at once, and a loop that waits for its rest would spin until the clock moves.
    private static TimeSpan AtLeastAMillisecond(TimeSpan limit) => limit < s_shortest ? s_shortest : limit;
}
