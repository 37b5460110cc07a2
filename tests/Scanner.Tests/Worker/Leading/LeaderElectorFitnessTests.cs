using Scanner.Worker.Leading;

namespace Scanner.Tests.Worker.Leading;

/// <summary>Who could not work leaves the lease to others, and a server that has just started is no reason to ask for rights.</summary>
public sealed class LeaderElectorFitnessTests : IAsyncLifetime
{
    private readonly Election _election = new();
    private readonly FakeLeases.Server _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _election.DisposeAsync();

    [Fact]
    public async Task Run_NotFitYet_DoesNotStand()
    {
        var leases = new FakeLeases(_server);
        var a = await _election.AddAsync(Make("a", leases, "the caches are not synced"));
        await _election.AdvanceAsync(60);
        Assert.Equal(new LeadershipState.Unfit("the caches are not synced"), a.State);
        Assert.Empty(leases.Calls);
        a.Unfit = null;
        await _election.UntilAsync(() => a.MayWrite, 5);
    }

    [Fact]
    public async Task Run_UnfitWhileLeading_GivesTheLeaseBackAndAnotherLeads()
    {
        var a = await _election.AddAsync(Make("a"));
        var b = await _election.AddAsync(Make("b"));
        Assert.True(a.MayWrite);
        a.Unfit = "nothing can be watched";
        Assert.InRange(await _election.UntilAsync(() => b.MayWrite, 10), 0, 6);
        Assert.False(a.MayWrite);
        Assert.Contains("Warning 111: Stopped leading, for another may do better: nothing can be watched", a.Log.Lines);
        Assert.Contains("Information 108: Gave lease ns/ephemeral-scanner back", a.Log.Lines);
        await _election.AdvanceAsync(60);
        Assert.Equal(1, a.Terms);
    }

    [Fact]
    public async Task Run_UnfitAndAlone_LeadsAgainWhenItIsWell()
    {
        var a = await _election.AddAsync(Make("a"));
        a.Unfit = "nothing can be watched";
        await _election.UntilAsync(() => !a.MayWrite, 5);
        await _election.AdvanceAsync(30);
        Assert.False(a.MayWrite);
        a.Unfit = null;
        Assert.InRange(await _election.UntilAsync(() => a.MayWrite, 10), 0, 3);
        Assert.Equal(2, a.Terms);
    }

    /// <summary>The server restarts: for a second it refuses everybody, whatever rights they have.</summary>
    [Fact]
    public async Task Run_ForbiddenForAMoment_IsNoMissingRight()
    {
        await _election.AddAsync(Make("a"));
        var leases = new FakeLeases(_server);
        var b = await _election.AddAsync(Make("b", leases));
        await _election.AdvanceAsync(10);
        leases.Always = _ => FakeLeases.Refused(403, "Forbidden", "no roles are known yet");
        await _election.UntilAsync(() => b.State is LeadershipState.Unreachable, 5);
        await _election.AdvanceAsync(20);
        Assert.IsType<LeadershipState.Unreachable>(b.State);
        Assert.DoesNotContain(b.Log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
        await _election.UntilAsync(() => b.State is LeadershipState.NoPermission, 20);
    }

    private Replica Make(string name, FakeLeases? leases = null, string? unfit = null)
    {
        var client = leases ?? new FakeLeases(_server);
        return new Replica(client, new LeaderElectionOptions { LeaseNamespace = "ns", Identity = name }, _election.Clock, _ => client.Hangs, unfit: unfit);
    }
}
