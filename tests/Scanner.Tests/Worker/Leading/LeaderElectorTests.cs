using Scanner.ApiServer.Writes;
using Scanner.Worker.Leading;

namespace Scanner.Tests.Worker.Leading;

/// <summary>The protocol, on a scripted lease and a clock that the test moves.</summary>
public sealed class LeaderElectorTests : IAsyncLifetime
{
    private readonly Election _election = new();
    private readonly FakeLeases.Server _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _election.DisposeAsync();

    [Fact]
    public async Task Run_NoLease_CreatesItAndLeads()
    {
        var a = await AddAsync("a");
        Assert.True(a.MayWrite);
        Assert.Equal(new LeadershipState.Leading(), a.State);
        var now = _election.Clock.GetUtcNow();
        Assert.Equal(new LeaseSpec { HolderIdentity = "a", LeaseDurationSeconds = 15, AcquireTime = now, RenewTime = now, LeaseTransitions = 0 }, _server.Stored!.Spec);
        Assert.Equal(["Information 100: Leading as a: got lease ns/ephemeral-scanner"], a.Log.Lines);
    }

    [Fact]
    public async Task Run_Leading_RenewsByOneRequestEveryTwoSecondsOrSo()
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        var acquired = _server.Stored!.Spec.AcquireTime;
        await _election.AdvanceAsync(60);
        Assert.Equal(1, a.Terms);
        Assert.InRange(leases.Calls.Count(c => c == "PUT"), 60 / 2.5 - 1, 60 / 2.0);
        Assert.Equal(["GET", "POST"], leases.Calls.Where(c => c != "PUT"));
        Assert.InRange((_election.Clock.GetUtcNow() - _server.Stored!.Spec.RenewTime!.Value).TotalSeconds, 0, 2.5);
        Assert.Equal((acquired, 0), (_server.Stored.Spec.AcquireTime, _server.Stored.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task Run_AnotherRenews_FollowsForGood()
    {
        await AddAsync("a");
        var b = await AddAsync("b");
        await _election.AdvanceAsync(120);
        Assert.Equal((new LeadershipState.Following("a"), 0), (b.State, b.Terms));
        Assert.Equal(["Information 101: Following: a leads"], b.Log.Lines);
    }

    [Fact]
    public async Task Run_LeaderCrashes_AnotherLeadsWithin20SecondsButNotWithin15()
    {
        var a = await AddAsync("a");
        var b = await AddAsync("b");
        await _election.AdvanceAsync(30);
        a.Pause();
        Assert.InRange(await _election.UntilAsync(() => b.MayWrite, 20), 12, 18.5);
        Assert.Equal(1, _server.Stored!.Spec.LeaseTransitions);
    }

    /// <summary>The holder's clock is an hour off, either way: only what the others see change counts.</summary>
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Run_HolderWithAnotherClock_IsGivenItsWholeLease(int secondsOff)
    {
        var time = _election.Clock.GetUtcNow().AddSeconds(secondsOff);
        _server.Put(new LeaseSpec { HolderIdentity = "x", LeaseDurationSeconds = 15, AcquireTime = time, RenewTime = time, LeaseTransitions = 7 });
        var a = await AddAsync("a");
        Assert.InRange(await _election.UntilAsync(() => a.MayWrite, 20), 15, 15.6);
        Assert.Equal(8, _server.Stored!.Spec.LeaseTransitions);
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(3, 3)]
    [InlineData(0, 15)]
    [InlineData(null, 15)]
    public async Task Run_HolderWithAnotherDuration_IsGivenItsOwn(int? seconds, double expected)
    {
        _server.Put(new LeaseSpec { HolderIdentity = "x", LeaseDurationSeconds = seconds });
        var a = await AddAsync("a");
        Assert.InRange(await _election.UntilAsync(() => a.MayWrite, 40), expected, expected + 0.6);
    }

    [Fact]
    public async Task Run_LeaseOfNobody_IsTakenAtOnce()
    {
        _server.Put(new LeaseSpec { LeaseDurationSeconds = 1 });
        Assert.True((await AddAsync("a")).MayWrite);
    }

    [Fact]
    public async Task Stop_Leading_ReleasesAndAnotherLeadsAtOnce()
    {
        var a = await AddAsync("a");
        var b = await AddAsync("b");
        await _election.AdvanceAsync(10);
        a.Stop();
        await a.Run;
        Assert.False(a.MayWrite);
        Assert.Equal(new LeadershipState.NotRunning(), a.State);
        var now = _election.Clock.GetUtcNow();
        Assert.Equal(new LeaseSpec { LeaseDurationSeconds = 1, AcquireTime = now, RenewTime = now, LeaseTransitions = 0 }, _server.Stored!.Spec);
        Assert.InRange(await _election.UntilAsync(() => b.MayWrite, 2.5), 0, 2.5);
        Assert.Equal("Information 108: Gave lease ns/ephemeral-scanner back", a.Log.Lines[^1]);
    }

    [Fact]
    public async Task Stop_Following_LeavesTheLeaseAlone()
    {
        var leases = new FakeLeases(_server);
        await AddAsync("a");
        var b = await AddAsync("b", leases);
        b.Stop();
        await b.Run;
        Assert.Equal(["GET"], leases.Calls);
        Assert.Equal("a", _server.Holder);
    }

    /// <summary>The lease is given back only when nothing of this process can write any more.</summary>
    [Fact]
    public async Task Stop_WorkStillRuns_ReleasesAfterIt()
    {
        var done = new TaskCompletionSource();
        var a = await AddAsync("a", work: _ => done.Task);
        a.Stop();
        await _election.AdvanceAsync(4.5);
        Assert.Equal((false, "a", false), (a.MayWrite, _server.Holder, a.Run.IsCompleted));
        done.SetResult();
        await a.Run;
        Assert.Equal("", _server.Holder);
    }

    [Fact]
    public async Task Stop_WorkNeverEnds_ReturnsWithoutReleasing()
    {
        var a = await AddAsync("a", work: _ => new TaskCompletionSource().Task);
        a.Stop();
        await _election.UntilAsync(() => a.Run.IsCompleted, 5.5);
        await a.Run;
        Assert.Equal("a", _server.Holder);
        Assert.Equal(1, a.Log.Count(109));
    }

    [Fact]
    public async Task Stop_ReleaseConflicts_ReadsAndReleasesAgain()
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        leases.ThenAfter(() => _server.Put(_server.Stored!.Spec));
        a.Stop();
        await _election.UntilAsync(() => a.Run.IsCompleted, 5);
        Assert.Equal("", _server.Holder);
    }

    [Fact]
    public async Task Stop_LeaseIsAnothersAlready_LeavesItAlone()
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        leases.ThenAfter(() => _server.Put(new LeaseSpec { HolderIdentity = "b", LeaseDurationSeconds = 15 }));
        a.Stop();
        await _election.UntilAsync(() => a.Run.IsCompleted, 5);
        Assert.Equal("b", _server.Holder);
    }

    [Fact]
    public async Task Stop_ServerIsAway_GivesUpAndSaysSo()
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        leases.Always = _ => FakeLeases.Failed();
        a.Stop();
        Assert.InRange(await _election.UntilAsync(() => a.Run.IsCompleted, 6), 4, 6);
        Assert.Equal("Warning 109: Lease ns/ephemeral-scanner could not be given back, others get it when it runs out: connection reset", a.Log.Lines[^1]);
    }

    /// <summary>A stop while the lease is being taken: nobody else would get it for 15 s if it stayed with a process that is gone.</summary>
    [Fact]
    public async Task Stop_WhileCreating_ReleasesWhatWasCreated()
    {
        var release = new TaskCompletionSource();
        var leases = new FakeLeases(_server).Then(FakeLeases.Refused(404, "NotFound", name: "ephemeral-scanner")).ThenAnswersAfter(release.Task);
        var a = await AddAsync("a", leases);
        a.Stop();
        release.SetResult();
        await a.Run;
        Assert.Equal(("", 0), (_server.Holder, a.Terms));
    }

    [Fact]
    public async Task Stop_AtOnce_AsksNothing()
    {
        var leases = new FakeLeases(_server);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await new LeaderElector(leases, Options("a"), _election.Clock, new LogLines()).RunAsync(_ => throw new InvalidOperationException(), stopped.Token);
        Assert.Empty(leases.Calls);
    }

    [Fact]
    public async Task Run_LeaseTakenByAnother_StopsOnTheNextRenewal()
    {
        var a = await AddAsync("a");
        await _election.AdvanceAsync(5);
        _server.Put(new LeaseSpec { HolderIdentity = "thief", LeaseDurationSeconds = 15, LeaseTransitions = 1 });
        Assert.InRange(await _election.UntilAsync(() => !a.MayWrite, 2.5), 0, 2.5);
        Assert.Equal(new LeadershipState.Following("thief"), a.State);
        Assert.Contains("Warning 102: Stopped leading: thief has the lease", a.Log.Lines);
        Assert.InRange(await _election.UntilAsync(() => a.MayWrite, 16), 14, 16);
        Assert.Equal(2, a.Terms);
    }

    [Fact]
    public async Task Run_SomebodyLabelsTheLease_LeadsOn()
    {
        var a = await AddAsync("a");
        _server.Put(_server.Stored!.Spec);
        await _election.AdvanceAsync(30);
        Assert.Equal((1, true), (a.Terms, a.MayWrite));
        Assert.Single(a.Log.Lines);
    }

    /// <summary>Labelling a Lease does not renew it.</summary>
    [Fact]
    public async Task Run_SomebodyKeepsLabellingADeadHoldersLease_ItRunsOut()
    {
        _server.Put(new LeaseSpec { HolderIdentity = "x", LeaseDurationSeconds = 15 });
        var a = await AddAsync("a");
        var took = await _election.UntilAsync(
            () =>
            {
                if (_server.Holder == "x")
                    _server.Put(_server.Stored!.Spec);
                return a.MayWrite;
            },
            20);
        Assert.InRange(took, 15, 15.6);
    }

    [Fact]
    public async Task Run_LeaseDeleted_IsCreatedAgainAndLeadsOn()
    {
        var a = await AddAsync("a");
        _server.Put(null);
        await _election.AdvanceAsync(10);
        Assert.Equal((1, true, "a"), (a.Terms, a.MayWrite, _server.Holder));
    }

    [Fact]
    public async Task Run_AnswerToARenewalIsLost_ReadsBeforeItWritesAgain()
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        leases.ThenLosesTheAnswer();
        await _election.AdvanceAsync(20);
        Assert.Equal((1, true), (a.Terms, a.MayWrite));
        Assert.Equal(["GET", "POST", "PUT", "GET", "PUT"], leases.Calls.Take(5));
        Assert.Equal(["100", "104", "105"], a.Log.Lines.Select(l => l.Split(' ', ':')[1]));
    }

    [Fact]
    public async Task Run_AnswerToTheCreateIsLost_ReadsThatItIsOurs()
    {
        var leases = new FakeLeases(_server).Then(FakeLeases.Refused(404, "NotFound", name: "ephemeral-scanner")).ThenLosesTheAnswer();
        var a = await AddAsync("a", leases);
        Assert.False(a.MayWrite);
        Assert.InRange(await _election.UntilAsync(() => a.MayWrite, 2.5), 1.9, 2.5);
        Assert.Equal(0, _server.Stored!.Spec.LeaseTransitions);
    }

    [Fact]
    public async Task Run_AnotherCreatesFirst_Follows()
    {
        var leases = new FakeLeases(_server)
            .ThenAfter(() => { })
            .ThenAfter(() => _server.Put(new LeaseSpec { HolderIdentity = "b", LeaseDurationSeconds = 15 }));
        var a = await AddAsync("a", leases);
        Assert.Equal(new LeadershipState.Following("b"), a.State);
        Assert.Equal(["GET", "POST", "GET"], leases.Calls);
    }

    [Fact]
    public async Task Run_AnotherTakesTheFreeLeaseFirst_Follows()
    {
        _server.Put(new LeaseSpec { LeaseDurationSeconds = 1 });
        var leases = new FakeLeases(_server)
            .ThenAfter(() => { })
            .ThenAfter(() => _server.Put(new LeaseSpec { HolderIdentity = "b", LeaseDurationSeconds = 15 }));
        var a = await AddAsync("a", leases);
        Assert.Equal((new LeadershipState.Following("b"), "b"), (a.State, _server.Holder));
    }

    [Fact]
    public async Task Run_LosesEveryRace_GoesOnTrying()
    {
        var leases = new FakeLeases(_server) { Always = m => m == "PUT" ? FakeLeases.Refused(409, "Conflict") : null };
        _server.Put(new LeaseSpec { LeaseDurationSeconds = 1 });
        var a = await AddAsync("a", leases);
        Assert.Equal(new LeadershipState.Following(""), a.State);
        Assert.Equal(["GET", "PUT", "GET", "PUT"], leases.Calls);
        leases.Always = _ => null;
        await _election.UntilAsync(() => a.MayWrite, 2.5);
    }

    private static LeaderElectionOptions Options(string identity) => new() { LeaseNamespace = "ns", Identity = identity };

    private Task<Replica> AddAsync(string identity, FakeLeases? leases = null, Func<ILeaderTerm, Task>? work = null)
    {
        var client = leases ?? new FakeLeases(_server);
        return _election.AddAsync(new Replica(client, Options(identity), _election.Clock, _ => client.Hangs, work));
    }
}
