using Microsoft.Extensions.Time.Testing;
using Scanner.Worker.Loops;

namespace Scanner.Tests.Worker.Work;

public sealed class SignalTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly Signal _signal = new();

    [Fact]
    public async Task Wait_SetBefore_GoesOnAtOnceAndOnlyOnce()
    {
        _signal.Set();
        _signal.Set();
        Assert.True(await _signal.WaitAsync(s_limit, _time, default));
        Assert.False(_signal.WaitAsync(s_limit, _time, default).IsCompleted);
    }

    [Fact]
    public async Task Wait_SetMeanwhile_WakesUp()
    {
        var wait = _signal.WaitAsync(s_limit, _time, default);
        Assert.False(wait.IsCompleted);
        _signal.Set();
        Assert.True(await wait);
    }

    [Fact]
    public async Task Wait_LimitPasses_SaysThatItWasNotSet()
    {
        var wait = _signal.WaitAsync(s_limit, _time, default);
        _time.Advance(s_limit);
        Assert.False(await wait);
    }

    /// <summary>A loop that waits for the rest of a pause must not spin over the last of it.</summary>
    [Fact]
    public async Task Wait_LessThanAMillisecond_WaitsForTheClock()
    {
        var wait = _signal.WaitAsync(TimeSpan.FromTicks(4000), _time, default);
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await wait);
    }

    /// <summary>What is set between two waits, while nobody listens, must not get lost.</summary>
    [Fact]
    public async Task Set_AfterALimitPassed_IsSeenByTheNextWait()
    {
        var wait = _signal.WaitAsync(s_limit, _time, default);
        _time.Advance(s_limit);
        await wait;
        _signal.Set();
        var next = _signal.WaitAsync(s_limit, _time, default);
        Assert.True(next.IsCompleted);
        Assert.True(await next);
    }

    [Fact]
    public async Task Wait_NoTimeAtAll_LooksOnly()
    {
        Assert.False(await _signal.WaitAsync(TimeSpan.Zero, _time, default));
        _signal.Set();
        Assert.True(await _signal.WaitAsync(TimeSpan.Zero, _time, default));
    }

    [Fact]
    public async Task Wait_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        var wait = _signal.WaitAsync(s_limit, _time, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
