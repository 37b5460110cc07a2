using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Scanner.Tests.Worker.Leading;

/// <summary>
/// Replicas under one clock, which the test moves. After every tenth of a second, and again when all have come to rest, no two may be
/// told that they may write, paused and crashed ones included: those could go on at that very moment.
/// </summary>
internal sealed class Election : IAsyncDisposable
{
    private const int RestsOfAStop = 5;

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly List<Replica> _replicas = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    public IEnumerable<Replica> Leaders => _replicas.Where(r => r.MayWrite);

    public async Task<Replica> AddAsync(Replica replica)
    {
        _replicas.Add(replica);
        await SettleAsync();
        return replica;
    }

    public Task AdvanceAsync(double seconds) => UntilAsync(() => false, seconds, mustHappen: false);

    /// <summary>Moves the clock until <paramref name="condition"/> holds; the seconds that took.</summary>
    public async Task<double> UntilAsync(Func<bool> condition, double withinSeconds, bool mustHappen = true)
    {
        await SettleAsync();
        var start = Clock.GetTimestamp();
        while (!condition())
        {
            var passed = Clock.GetElapsedTime(start).TotalSeconds;
            if (passed >= withinSeconds - s_step.TotalSeconds / 2)
            {
                Assert.False(mustHappen, $"not within {withinSeconds} s: {string.Join("; ", _replicas.Select(r => $"{r.Identity} {r.State}"))}");
                return passed;
            }

            await StepAsync();
            Check();
            await SettleAsync();
        }

        return Clock.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Waits, without moving the clock, until nothing happens any more.</summary>
    public async Task SettleAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var seen = 0;
        while (!IsAtRest(ref seen))
        {
            Check();
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, "the replicas do not come to rest");
            if (seen > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            else
                await Task.Yield();
        }

        Check();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            replica.Stop();
            replica.Resume();
        }

        // Those that cannot give the lease back need time to give up.
        while (!_replicas.TrueForAll(r => r.Run.IsCompleted))
        {
            Clock.Advance(s_step);
            await Task.Yield();
        }
    }

    // One look is enough, but for a replica that stops: then several in a row, a millisecond apart, with no work waiting for a thread.
    private bool IsAtRest(ref int seen)
    {
        if (!_replicas.TrueForAll(r => r.IsAtRest))
        {
            seen = 0;
            return false;
        }

        if (!_replicas.Exists(r => r.IsStopping))
            return true;
        seen = ThreadPool.PendingWorkItemCount == 0 ? seen + 1 : 1;
        return seen > RestsOfAStop;
    }

    // While another thread is about to start a timer, the clock leaves it to that thread to fire those that are due. They fire in the order
    // of their times, so that all have when the last one did.
    private async Task StepAsync()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var last = Clock.CreateTimer(_ => fired.TrySetResult(), null, s_step, Timeout.InfiniteTimeSpan);
        Clock.Advance(s_step);
        await fired.Task;
    }

    private void Check()
    {
        var leaders = Leaders.Select(r => r.Identity).ToList();
        Assert.True(leaders.Count <= 1, $"{string.Join(" and ", leaders)} both lead");
    }
}
