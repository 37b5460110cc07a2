namespace Scanner.SimulatedTime.Clocks;

/// <summary>Lets time pass in a world whose only thread is that of the pool.</summary>
internal sealed class World(SimulatedClock clock)
{
    // Timers that fire without end at one moment: a loop that spins.
    private const int MostAtOnce = 20_000;

    public SimulatedClock Clock => clock;

    public TimeSpan Now => clock.Now;

    /// <summary>Until nothing more will happen before the clock moves.</summary>
    public static async Task RestAsync()
    {
        // What is queued before this goes first. There is no other thread, so an empty queue means that everything waits for time.
        do
            await Task.Yield();
        while (ThreadPool.PendingWorkItemCount > 0);
    }

    public Task PassAsync(TimeSpan time) => UntilAsync(static () => false, time);

    /// <summary>Until the condition holds or the time has passed.</summary>
    /// <returns>Whether the condition holds.</returns>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan within)
    {
        // Whole milliseconds, as the timers: a loop that wakes at a moment of its own must not shift those of others by a part of one.
        var end = TimeSpan.FromMilliseconds(Math.Ceiling((Now + within).TotalMilliseconds));
        var (at, steps) = (Now, 0);
        while (true)
        {
            await RestAsync();
            if (condition())
                return true;
            if (Now >= end)
                return false;
            clock.Advance(end);
            (at, steps) = at == Now ? (at, steps + 1) : (Now, 0);
            if (steps > MostAtOnce)
                throw new InvalidOperationException($"the worker spins: {MostAtOnce} timers at {Now}");
        }
    }
}
