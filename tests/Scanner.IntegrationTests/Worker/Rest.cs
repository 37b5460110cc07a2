namespace Scanner.IntegrationTests.Worker;

/// <summary>
/// Tells when workers and their simulated server have come to rest: when nothing more will happen before the clock moves, or the test
/// does something. Whatever goes on is either carried by a thread of the pool or on its way through a socket, and both are looked at.
/// The tests that use it run alone in their process, for any other work would count too.
/// </summary>
internal static class Rest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    // Threads of the pool that the test platform blocks for as long as it runs.
    private static long s_blocked = long.MaxValue;

    /// <summary>Finds out, before anything is started, what the pool looks like at rest.</summary>
    public static async Task PrepareAsync()
    {
        for (var looks = 0; looks < 50; looks++)
        {
            await Task.Delay(s_pause, TimeProvider.System);
            s_blocked = Math.Min(s_blocked, Busy);
        }
    }

    /// <summary>The clock stands meanwhile.</summary>
    /// <exception cref="TimeoutException">They do not come to rest.</exception>
    public static async Task WaitAsync(IReadOnlyList<WorkerRig> rigs)
    {
        using var limit = new CancellationTokenSource(s_patience);
        for (var looks = 0; !IsNow(rigs); looks++)
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"the workers do not come to rest: pool {Busy} of {s_blocked}, {string.Join("; ", rigs.Select(r => r.Network.Describe()))}");
            // Most steps wake little; yielding at first keeps them short.
            if (looks < 20)
                await Task.Yield();
            else
                await Task.Delay(s_pause, TimeProvider.System);
        }
    }

    // Work passes from the pool to a socket and back. Looked at in this order it cannot slip from one to the other unseen: what came from
    // a socket after the first look at the pool is in the pool at the second, or has gone on by a request that is counted.
    private static bool IsNow(IReadOnlyList<WorkerRig> rigs)
    {
        var before = rigs.Sum(r => r.Network.Started);
        return Busy <= s_blocked && rigs.All(r => r.Network.IsAtRest) && Busy <= s_blocked && rigs.Sum(r => r.Network.Started) == before;
    }

    /// <summary>Threads of the pool that work, and work that waits for one; the caller's own does not count.</summary>
    private static long Busy
    {
        get
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            ThreadPool.GetAvailableThreads(out var available, out _);
            return most - available - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0) + ThreadPool.PendingWorkItemCount;
        }
    }
}
