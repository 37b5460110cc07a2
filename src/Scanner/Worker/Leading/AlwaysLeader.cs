namespace Scanner.Worker.Leading;

/// <summary>For <c>--leader-election false</c>: the only replica there is leads from start to stop, without a lease.</summary>
internal sealed class AlwaysLeader : ILeaderElection
{
    private volatile LeadershipState _state = new LeadershipState.NotRunning();

    public bool IsLeader => _state is LeadershipState.Leading;

    public LeadershipState State => _state;

    public async Task RunAsync(Func<ILeaderTerm, Task> lead, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
            return;
        _state = new LeadershipState.Leading();
        await using var stopped = stopping.UnsafeRegister(_ => _state = new LeadershipState.NotRunning(), null);
        try
        {
            await Task.Run(() => lead(new Term(stopping)), CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the end of the only term
        }
        finally
        {
            _state = new LeadershipState.NotRunning();
        }
    }

    private sealed record Term(CancellationToken Token) : ILeaderTerm
    {
        public bool IsLeader => !Token.IsCancellationRequested;
    }
}
