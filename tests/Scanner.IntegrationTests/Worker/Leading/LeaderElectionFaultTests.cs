using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Tests.Worker.Leading;
using Scanner.Worker.Leading;

namespace Scanner.IntegrationTests.Worker.Leading;

/// <summary>A server that misbehaves: never two leaders, and one again soon after.</summary>
public sealed class LeaderElectionFaultTests : IAsyncLifetime
{
    private SimulatedApiServer _simulator = null!;
    private ServerElection _server = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatedApiServer.StartAsync();
        foreach (var user in new[] { TestUsers.ReplicaA, TestUsers.ReplicaB })
            _simulator.AddUser(user.Token, user.Name, user.Groups);
        foreach (var grant in TestUsers.Grants)
            _simulator.Store.ApplyYaml(grant);
        _server = new ServerElection(new TestCluster(_simulator.Url, _simulator.CertificateAuthorityPem, true, _simulator));
    }

    public async Task DisposeAsync()
    {
        _simulator.Faults.Clear();
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private static bool IsLease(ReceivedRequest request) => request.Path.Contains("/leases", StringComparison.Ordinal);

    /// <summary>The requests of the leader hang, at first without, then with its lease taken by another; then they go on.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(5, false)]
    [InlineData(40, true)]
    public async Task Freeze_LeadersRequestsHang_NeverTwoLeaders(double seconds, bool takenOver)
    {
        var (a, _) = await _server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await _server.AddAsync(TestUsers.ReplicaB);
        var fault = Freeze(a);
        await _server.Election.AdvanceAsync(seconds);
        Assert.Equal((!takenOver, takenOver), (a.MayWrite, b.MayWrite));
        a.IsHeld = _ => false;
        _simulator.Faults.Remove(fault);
        await _server.Election.AdvanceAsync(40);
        Assert.Equal(1, a.Terms);
        Assert.Equal(takenOver ? 1 : 0, b.Terms);
    }

    /// <summary>A renewal that the server carries out after all, when another leads: its version is old by then.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Hold_OneRenewalForLong_DoesNotBringTheOldLeaderBack()
    {
        var (a, _) = await _server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await _server.AddAsync(TestUsers.ReplicaB);
        var fault = _simulator.Faults.Add(new Fault { Kind = FaultKind.Hold, When = r => r is { Method: "PUT", User: "replica-a" } });
        a.IsHeld = _ => fault.Hits == 1;
        await _server.Election.UntilAsync(() => fault.Hits == 1, 3);
        a.Pause();
        await _server.Election.UntilAsync(() => b.MayWrite, 20);
        fault.Release();
        a.IsHeld = _ => false;
        a.Resume();
        await _server.Election.AdvanceAsync(40);
        Assert.Equal((1, 1, "replica-b"), (a.Terms, b.Terms, await _server.HolderAsync()));
    }

    public static TheoryData<FaultKind> Outages =>
        [FaultKind.ConnectionReset, FaultKind.ServerError, FaultKind.TooManyRequests, FaultKind.TooManyRequestsStatus, FaultKind.BadJson, FaultKind.Truncated];

    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(Outages))]
    public async Task Outage_ForThreeMinutes_NobodyLeadsThenOneDoes(FaultKind kind)
    {
        var (a, _) = await _server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await _server.AddAsync(TestUsers.ReplicaB);
        var fault = _simulator.Faults.Add(new Fault { Kind = kind, Times = int.MaxValue, When = IsLease });
        Assert.InRange(await _server.Election.UntilAsync(() => !a.MayWrite, 11), 7, 10.1);
        await _server.Election.AdvanceAsync(180);
        // Answers that arrive broken may have been carried out: then the leader holds the lease, but must not count on it.
        Assert.Empty(_server.Election.Leaders);
        Assert.IsType<LeadershipState.Unreachable>(b.State);
        _simulator.Faults.Remove(fault);
        await _server.Election.UntilAsync(() => _server.Election.Leaders.Any(), 20);
        await _server.Election.AdvanceAsync(30);
        Assert.Equal(await _server.HolderAsync(), Assert.Single(_server.Election.Leaders).Identity);
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(Outages))]
    public async Task Outage_ForFiveSeconds_TheSameTermGoesOn(FaultKind kind)
    {
        var (a, _) = await _server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await _server.AddAsync(TestUsers.ReplicaB);
        var fault = _simulator.Faults.Add(new Fault { Kind = kind, Times = int.MaxValue, When = IsLease });
        await _server.Election.AdvanceAsync(5);
        _simulator.Faults.Remove(fault);
        await _server.Election.AdvanceAsync(30);
        Assert.Equal((1, 0), (a.Terms, b.Terms));
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.CloseConnection)]
    public async Task Connection_BreaksAgainAndAgain_TheSameTermGoesOn(FaultKind kind)
    {
        var (a, _) = await _server.AddAsync(TestUsers.ReplicaA);
        // A renewal is one request; after one that broke it is a read and a write, of which every second would never get through.
        var calls = 0;
        _simulator.Faults.Add(new Fault { Kind = kind, Times = int.MaxValue, When = r => IsLease(r) && Interlocked.Increment(ref calls) % 3 == 0 });
        await _server.Election.AdvanceAsync(120);
        Assert.Equal((1, true), (a.Terms, a.MayWrite));
    }

    /// <summary>Probes are refused with 429 and repeated, and hundreds wait for the rate limit: renewals pass them all.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Storm_OfProbes_DoesNotKeepTheLeaderFromRenewing()
    {
        var storm = _simulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Times = int.MaxValue, When = r => !IsLease(r) });
        var (a, client) = await _server.AddAsync(TestUsers.ReplicaA, rateLimit: 5);
        using var stop = new CancellationTokenSource();
        var probes = Enumerable.Range(0, 500).Select(_ => client.DryRun.PatchAsync(
            ResourcePath.Core("pods", "default", "web", "ephemeralcontainers"),
            "{}"u8.ToArray(),
            Nothing.Instance,
            stop.Token)).ToList();
        var before = a.Calls;
        await _server.Election.AdvanceAsync(60);
        Assert.Equal((1, true), (a.Terms, a.MayWrite));
        Assert.True(storm.Hits > 10, $"only {storm.Hits} probes were refused");
        Assert.Contains(probes, p => !p.IsCompleted);
        Assert.InRange(a.Calls - before, 24, 31);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(probes));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Run_NothingButLeasesIsEverWritten()
    {
        var (a, _) = await _server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await _server.AddAsync(TestUsers.ReplicaB);
        await _server.Election.AdvanceAsync(10);
        a.Stop();
        await a.Run;
        await _server.Election.UntilAsync(() => b.MayWrite, 3);
        var path = $"/apis/coordination.k8s.io/v1/namespaces/default/leases";
        Assert.All(
            _simulator.Requests.Where(r => r.User!.StartsWith("replica-", StringComparison.Ordinal)),
            r => Assert.Equal(r.Method == "POST" ? path : $"{path}/{_server.LeaseName}", r.Path));
    }

    private Fault Freeze(Replica replica)
    {
        var before = replica.Calls;
        var fault = _simulator.Faults.Freeze(replica.Identity);
        replica.IsHeld = calls => fault.Hits >= calls - before;
        return fault;
    }

    private sealed class Nothing : IObjectReader<bool>
    {
        public static readonly Nothing Instance = new();

        public bool Read<TReader>(ref TReader reader)
            where TReader : struct, IWireReader, allows ref struct => true;
    }
}
