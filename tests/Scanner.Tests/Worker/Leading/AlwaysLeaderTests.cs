using Scanner.Worker.Leading;

namespace Scanner.Tests.Worker.Leading;

public sealed class AlwaysLeaderTests
{
    [Fact]
    public async Task Run_LeadsFromStartToStop()
    {
        var election = new AlwaysLeader();
        Assert.Equal((false, new LeadershipState.NotRunning()), (election.IsLeader, election.State));
        using var stop = new CancellationTokenSource();
        var given = new TaskCompletionSource<ILeaderTerm>();
        var run = election.RunAsync(
            term =>
            {
                given.SetResult(term);
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, term.Token);
            },
            stop.Token);
        var term = await given.Task;
        Assert.Equal((true, true, new LeadershipState.Leading()), (term.IsLeader, election.IsLeader, election.State));
        await stop.CancelAsync();
        Assert.Equal((false, false, true), (term.IsLeader, election.IsLeader, term.Token.IsCancellationRequested));
        await run;
        Assert.Equal(new LeadershipState.NotRunning(), election.State);
    }

    [Fact]
    public async Task Run_WorkEndsEarly_GoesOnLeading()
    {
        var election = new AlwaysLeader();
        using var stop = new CancellationTokenSource();
        var run = election.RunAsync(_ => Task.CompletedTask, stop.Token);
        Assert.True(election.IsLeader);
        Assert.False(run.IsCompleted);
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Run_WorkFails_Throws()
    {
        var election = new AlwaysLeader();
        await Assert.ThrowsAsync<InvalidOperationException>(() => election.RunAsync(_ => throw new InvalidOperationException(), CancellationToken.None));
        Assert.False(election.IsLeader);
    }

    [Fact]
    public async Task Run_AfterAStop_DoesNothing()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await new AlwaysLeader().RunAsync(_ => throw new InvalidOperationException(), stop.Token);
    }
}
