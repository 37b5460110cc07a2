using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Writes;
using Scanner.Worker.Leading;

namespace Scanner.Tests.Worker.Leading;

/// <summary>Servers that do not answer, permissions that are missing, and processes that stand still.</summary>
public sealed class LeaderElectorFailureTests : IAsyncLifetime
{
    private readonly Election _election = new();
    private readonly FakeLeases.Server _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _election.DisposeAsync();

    public static TheoryData<string> Outages => ["refused", "failed", "forbidden"];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Run_CannotRenewForSixSeconds_LeadsOn(string outage)
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        leases.Always = _ => Outage(outage);
        await _election.AdvanceAsync(6);
        leases.Always = _ => null;
        await _election.AdvanceAsync(20);
        Assert.Equal((1, true), (a.Terms, a.MayWrite));
        Assert.Equal((1, 1), (a.Log.Count(104), a.Log.Count(105)));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Run_CannotRenew_StopsTenSecondsAfterTheLastRenewalWasSent(string outage)
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        await _election.AdvanceAsync(7);
        var renewed = _server.Stored!.Spec.RenewTime!.Value;
        leases.Always = _ => Outage(outage);
        await _election.UntilAsync(() => !a.MayWrite, 11);
        Assert.InRange((_election.Clock.GetUtcNow() - renewed).TotalSeconds, 9.9, 10.1);
        Assert.Equal(1, a.Log.Count(103));
        await _election.AdvanceAsync(1);
        Assert.IsNotType<LeadershipState.Leading>(a.State);
    }

    /// <summary>Something on the way answers every request with a lease of its own: it is nobody's word that the lease is held.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("b")]
    public async Task Run_AnswersShowAnotherHolder_DoesNotLead(string holder)
    {
        var leases = new FakeLeases(_server) { Always = method => method == "GET" ? null : Answer(holder) };
        var a = await AddAsync("a", leases);
        await _election.AdvanceAsync(20);
        Assert.Equal((0, false), (a.Terms, a.MayWrite));
    }

    [Fact]
    public async Task Run_RenewalHangs_StopsTenSecondsAfterTheLastRenewalWasSent()
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        leases.ThenHangs().ThenHangs();
        Assert.InRange(await _election.UntilAsync(() => !a.MayWrite, 11), 9.9, 10.1);
        Assert.Equal(1, a.Log.Count(103));
    }

    /// <summary>Renewing a moment before the deadline counts from when it was sent, not from when the answer came.</summary>
    [Fact]
    public async Task Run_AnswerComesLate_TheTermCountsFromTheRequest()
    {
        var answer = new TaskCompletionSource();
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        leases.ThenAnswersAfter(answer.Task);
        await _election.AdvanceAsync(8);
        var sent = _server.Stored!.Spec.RenewTime!.Value;
        answer.SetResult();
        leases.Always = _ => FakeLeases.Failed();
        await _election.UntilAsync(() => !a.MayWrite, 10);
        Assert.InRange((_election.Clock.GetUtcNow() - sent).TotalSeconds, 9.9, 10.1);
        Assert.Equal(1, a.Terms);
    }

    [Fact]
    public async Task Run_CouldNotRenew_AnotherLeadsWhenTheLeaseRunsOut()
    {
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        var b = await AddAsync("b");
        leases.Always = _ => FakeLeases.Failed();
        Assert.InRange(await _election.UntilAsync(() => b.MayWrite, 20), 14, 18.5);
        leases.Always = _ => null;
        await _election.AdvanceAsync(30);
        Assert.Equal((new LeadershipState.Following("b"), 1, 1), (a.State, a.Terms, b.Terms));
    }

    [Fact]
    public async Task Run_ServerAway_SaysSoOnceAndGoesOnTrying()
    {
        var leases = new FakeLeases(_server) { Always = _ => FakeLeases.Failed("cannot talk to it") };
        var a = await AddAsync("a", leases);
        await _election.AdvanceAsync(300);
        Assert.Equal(new LeadershipState.Unreachable("cannot get lease ns/ephemeral-scanner: cannot talk to it"), a.State);
        Assert.Equal(["Warning 107: Leader election: cannot get lease ns/ephemeral-scanner: cannot talk to it; asking again every 2 s"], a.Log.Lines);
        Assert.InRange(leases.Calls.Count, 115, 151);
        leases.Always = _ => null;
        await _election.UntilAsync(() => a.MayWrite, 2.5);
    }

    [Fact]
    public async Task Run_NamespaceDoesNotExist_SaysSo()
    {
        var leases = new FakeLeases(_server) { Always = m => m == "POST" ? FakeLeases.Refused(404, "NotFound", "namespaces \"ns\" not found", "ns") : null };
        var a = await AddAsync("a", leases);
        Assert.Equal(new LeadershipState.Unreachable("cannot create lease ns/ephemeral-scanner: HTTP 404 NotFound: namespaces \"ns\" not found"), a.State);
    }

    [Theory]
    [InlineData("GET", "get")]
    [InlineData("POST", "create")]
    [InlineData("PUT", "update")]
    public async Task Run_Forbidden_NamesWhatToGrantOnce_AndLeadsWhenGranted(string method, string verb)
    {
        if (method == "PUT")
            _server.Put(new LeaseSpec());
        var leases = new FakeLeases(_server) { Always = m => m == method ? FakeLeases.Refused(403, "Forbidden", "leases is forbidden") : null };
        var a = await AddAsync("a", leases);
        await _election.AdvanceAsync(300);
        var message = $"may not {verb} leases in namespace ns: grant the rule "
            + """{apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"]} there, """
            + "or run one replica with --leader-election false (HTTP 403 Forbidden: leases is forbidden)";
        Assert.Equal(new LeadershipState.NoPermission(message), a.State);
        Assert.Equal([$"Error 106: Leader election: {message}; asking again every 10 s"], a.Log.Lines);
        Assert.InRange(leases.Calls.Count(m => m == method), 25, 31);
        Assert.Equal(0, a.Terms);
        leases.Always = _ => null;
        await _election.UntilAsync(() => a.MayWrite, 12.5);
    }

    /// <summary>A process that was stopped and goes on learns from the guard alone, before any of its timers has run.</summary>
    [Theory]
    [InlineData(9, true)]
    [InlineData(11, false)]
    [InlineData(3600, false)]
    public async Task Pause_ThenResume_TheGuardKnowsFirst(double seconds, bool leads)
    {
        var a = await AddAsync("a");
        a.Pause();
        _election.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(leads, a.MayWrite);
    }

    [Fact]
    public async Task Pause_LeaderGoesOnAfterAnotherTookOver_Follows()
    {
        var a = await AddAsync("a");
        var b = await AddAsync("b");
        a.Pause();
        await _election.UntilAsync(() => b.MayWrite, 20);
        a.Resume();
        await _election.AdvanceAsync(60);
        Assert.Equal((new LeadershipState.Following("b"), 1, 1), (a.State, a.Terms, b.Terms));
        Assert.Equal(1, a.Log.Count(103));
    }

    /// <summary>Paused for longer than a term, but nobody else was there: it leads again, in a new term.</summary>
    [Fact]
    public async Task Pause_LeaderGoesOnAlone_LeadsInANewTerm()
    {
        var a = await AddAsync("a");
        a.Pause();
        await _election.AdvanceAsync(60);
        a.Resume();
        await _election.UntilAsync(() => a.MayWrite, 2.5);
        Assert.Equal((2, 0), (a.Terms, _server.Stored!.Spec.LeaseTransitions));
    }

    /// <summary>The renewal reached the server and its answer waits in the paused process; meanwhile the lease has run out.</summary>
    [Fact]
    public async Task Pause_WithAnAnswerUnread_TheOldTermStaysOver()
    {
        var answer = new TaskCompletionSource();
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases);
        var b = await AddAsync("b");
        leases.ThenAnswersAfter(answer.Task);
        await _election.AdvanceAsync(3);
        a.Pause();
        answer.SetResult();
        await _election.UntilAsync(() => b.MayWrite, 20);
        a.Resume();
        await _election.AdvanceAsync(30);
        Assert.Equal((1, 1), (a.Terms, b.Terms));
    }

    [Fact]
    public async Task Pause_FollowerWithAnOldAnswer_DoesNotTakeALeaseThatWasRenewed()
    {
        var answer = new TaskCompletionSource();
        var a = await AddAsync("a");
        var leases = new FakeLeases(_server);
        var b = await AddAsync("b", leases);
        leases.ThenAnswersAfter(answer.Task);
        await _election.AdvanceAsync(3);
        b.Pause();
        answer.SetResult();
        await _election.AdvanceAsync(60);
        b.Resume();
        await _election.AdvanceAsync(60);
        Assert.Equal((1, 0, new LeadershipState.Following("a")), (a.Terms, b.Terms, b.State));
    }

    [Fact]
    public async Task Run_WorkFails_ReleasesAndThrows()
    {
        var fail = new TaskCompletionSource();
        var a = await AddAsync("a", work: _ => fail.Task);
        var b = await AddAsync("b");
        fail.SetException(new InvalidOperationException("a bug"));
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => a.Run);
        Assert.Equal("a bug", thrown.Message);
        Assert.Equal(1, a.Log.Count(110));
        await _election.UntilAsync(() => b.MayWrite, 2.5);
    }

    [Fact]
    public async Task Run_WorkEndsEarly_GoesOnLeading()
    {
        var a = await AddAsync("a", work: _ => Task.CompletedTask);
        await _election.AdvanceAsync(30);
        Assert.Equal((1, true), (a.Terms, a.MayWrite));
    }

    /// <summary>The work of a lost term must be over before the next one begins in the same process.</summary>
    [Fact]
    public async Task Run_WorkOutlivesItsTerm_StandsForElectionWhenItHasEnded()
    {
        var done = new TaskCompletionSource();
        var leases = new FakeLeases(_server);
        var a = await AddAsync("a", leases, term => term.IsLeader ? done.Task : Task.CompletedTask);
        _server.Put(new LeaseSpec { HolderIdentity = "thief", LeaseDurationSeconds = 1 });
        // Its loop waits for the work and is not at rest as others are; time alone must not move it.
        await WaitUntilAsync(() => !a.MayWrite);
        var calls = leases.Calls.Count;
        for (var i = 0; i < 600; i++)
            _election.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal((1, calls), (a.Terms, leases.Calls.Count));
        done.SetResult();
        await _election.UntilAsync(() => a.Terms == 2, 20);
    }

    private async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _election.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private static ApiAnswer<Lease> Answer(string holder) =>
        new ApiAnswer<Lease>.Ok(new Lease("ns", "ephemeral-scanner", "7", new LeaseSpec { HolderIdentity = holder }), 200, []);

    private static ApiAnswer<Lease> Outage(string kind) => kind switch
    {
        "refused" => FakeLeases.Refused(503, "ServiceUnavailable"),
        "forbidden" => FakeLeases.Refused(403, "Forbidden"),
        _ => FakeLeases.Failed(),
    };

    private Task<Replica> AddAsync(string identity, FakeLeases? leases = null, Func<ILeaderTerm, Task>? work = null)
    {
        var client = leases ?? new FakeLeases(_server);
        var options = new LeaderElectionOptions { LeaseNamespace = "ns", Identity = identity };
        return _election.AddAsync(new Replica(client, options, _election.Clock, _ => client.Hangs, work));
    }
}
