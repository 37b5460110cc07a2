using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class RateLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Wait_WithinBurst_IsAtOnce()
    {
        var limiter = new RateLimiter(10, 3, _time);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(limiter.WaitAsync(default).IsCompletedSuccessfully));
        Assert.False(limiter.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public void Wait_BeyondBurst_ComesOneTokenAfterTheOtherInOrder()
    {
        var limiter = new RateLimiter(10, 1, _time);
        var waits = Enumerable.Range(0, 4).Select(_ => limiter.WaitAsync(default)).ToList();
        var done = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            done.Add(waits.Count(w => w.IsCompleted));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal([1, 2, 3, 4], done);
    }

    [Fact]
    public void Wait_AfterAPause_HasTheBurstAgainAndNoMore()
    {
        var limiter = new RateLimiter(10, 2, _time);
        _ = limiter.WaitAsync(default);
        _ = limiter.WaitAsync(default);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(limiter.WaitAsync(default).IsCompleted);
        Assert.True(limiter.WaitAsync(default).IsCompleted);
        Assert.False(limiter.WaitAsync(default).IsCompleted);
    }

    /// <summary>A scan has filled its queue for seconds; a call that somebody waits for goes out at once.</summary>
    [Fact]
    public void Wait_BackgroundQueueIsLong_OthersDoNotWaitBehindIt()
    {
        var limiter = new RateLimiter(10, 2, _time);
        var scan = Enumerable.Range(0, 50).Select(_ => limiter.WaitInBackgroundAsync(default)).ToList();
        Assert.True(limiter.WaitAsync(default).IsCompleted);
        Assert.False(scan[^1].IsCompleted);
    }

    /// <summary>What others send is taken off what the background may.</summary>
    [Fact]
    public void WaitInBackground_OthersSend_BothTogetherKeepTheLimit()
    {
        var limiter = new RateLimiter(10, 1, _time);
        var calls = new List<Task>();
        var sent = 0;
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 5; i++)
                calls.Add(limiter.WaitAsync(default));
            while (calls.Count(c => !c.IsCompleted) < 3)
                calls.Add(limiter.WaitInBackgroundAsync(default));
            for (var i = 0; i < 10; i++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                while (calls.Count(c => !c.IsCompleted) < 3)
                    calls.Add(limiter.WaitInBackgroundAsync(default));
            }

            sent = calls.Count(c => c.IsCompleted);
        }

        Assert.InRange(sent, 300, 620);
    }

    [Fact]
    public async Task Wait_Cancelled_Throws()
    {
        var limiter = new RateLimiter(1, 1, _time);
        _ = limiter.WaitAsync(default);
        using var cancel = new CancellationTokenSource();
        var wait = limiter.WaitAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
