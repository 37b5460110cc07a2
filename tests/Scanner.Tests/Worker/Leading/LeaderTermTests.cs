using Microsoft.Extensions.Time.Testing;
using Scanner.Fixtures;
using Scanner.Worker.Leading;

namespace Scanner.Tests.Worker.Leading;

public sealed class LeaderTermTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void IsLeader_ForTenSecondsFromTheRequest()
    {
        using var term = New();
        _clock.Advance(TimeSpan.FromSeconds(9.99));
        Assert.True(term.IsLeader);
        Assert.False(term.Token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(0.01));
        Assert.False(term.IsLeader);
        Assert.True(term.Token.IsCancellationRequested);
        Assert.False(term.WasEnded);
    }

    [Fact]
    public void New_FromARequestSentTooLongAgo_IsOver()
    {
        var since = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var term = new LeaderTerm(TimeSpan.FromSeconds(10), since, _clock, _stop.Token);
        Assert.False(term.IsLeader);
    }

    [Fact]
    public void Renew_InTime_CountsFromTheRequest()
    {
        using var term = New();
        _clock.Advance(TimeSpan.FromSeconds(4));
        var since = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(term.Renew(since));
        Assert.Equal(TimeSpan.FromSeconds(5), term.Left);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.True(term.IsLeader);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(term.IsLeader);
        Assert.True(term.Token.IsCancellationRequested);
    }

    /// <summary>The timers of a paused process do not run, so the token cannot know; the guard does, and stays with it.</summary>
    [Fact]
    public void Renew_AfterTheGuardSaidNo_DoesNotBringTheTermBack()
    {
        var frozen = new PausableTime(_clock);
        using var term = new LeaderTerm(TimeSpan.FromSeconds(10), _clock.GetTimestamp(), frozen, _stop.Token);
        _clock.Advance(TimeSpan.FromSeconds(8));
        var since = _clock.GetTimestamp();
        frozen.Pause();
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.False(term.Token.IsCancellationRequested);
        Assert.False(term.IsLeader);
        Assert.False(term.Renew(since));
        Assert.False(term.IsLeader);
    }

    [Fact]
    public void Renew_AnswerReadTooLate_EndsNothingButRenewsNothing()
    {
        var frozen = new PausableTime(_clock);
        using var term = new LeaderTerm(TimeSpan.FromSeconds(10), _clock.GetTimestamp(), frozen, _stop.Token);
        var since = _clock.GetTimestamp();
        frozen.Pause();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(term.Renew(since));
        Assert.False(term.IsLeader);
    }

    [Fact]
    public void End_AndStop_AreTheEnd()
    {
        using var ended = New();
        ended.End();
        Assert.Equal((false, true, true), (ended.IsLeader, ended.Token.IsCancellationRequested, ended.WasEnded));
        Assert.False(ended.Renew(_clock.GetTimestamp()));
        using var stopped = New();
        _stop.Cancel();
        Assert.Equal((false, true, false), (stopped.IsLeader, stopped.Token.IsCancellationRequested, stopped.WasEnded));
    }

    private LeaderTerm New() => new(TimeSpan.FromSeconds(10), _clock.GetTimestamp(), _clock, _stop.Token);
}
