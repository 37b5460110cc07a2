using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Verdicts;
using Scanner.Fixtures;
using Scanner.IntegrationTests.Programs;
using Scanner.IntegrationTests.Worker.Reports;
using Scanner.Publishing.Web;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Caches;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Two workers, and one that loses its lease: only one probes, and the other knows all it needs to go on.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerReplicaTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<WorkerRig> _workers = [];
    private SimulatedApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        _server.AddUser("one-token", "one", "system:masters");
        _server.AddUser("two-token", "two", "system:masters");
    }

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task TwoReplicas_OneProbes_BothAreReady()
    {
        var one = await StartAsync("one");
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var two = await StartAsync("two");
        await UntilAsync(() => two.WhyNotReady is null, "the second replica to be ready");
        await UntilAsync(() => _time.GetUtcNow().Minute >= 35, "the next full scan", TimeSpan.FromSeconds(1));
        Assert.Equal((true, false), (one.Leads, two.Leads));
        Assert.Equal(["one"], Probers());
        Assert.Equal(one.Get<ClusterWatch>().Pods.Count, two.Get<ClusterWatch>().Pods.Count);
    }

    /// <summary>The leader stands still, then goes on: nothing of it may reach the server that asks for leadership.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task LeaderFrozen_TheOtherTakesOver_TheFirstNeverProbesBesideIt()
    {
        var frozen = new PausableTime(_time);
        var one = await StartAsync("one", frozen);
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var two = await StartAsync("two");
        await UntilAsync(() => two.WhyNotReady is null, "the second replica to be ready");
        frozen.Pause();
        var freeze = _server.Faults.Freeze("one");
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        var start = _time.GetUtcNow();
        await WorkerRig.UntilAsync(_time, [two], () => two.Leads, "the second replica to lead");
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));
        await WorkerRig.UntilAsync(_time, [two], () => two.Board.Current is { } now && WorkerRig.IsScanned(now), "its first snapshot");
        _server.ClearRequests();
        _server.Faults.Remove(freeze);
        frozen.Resume();
        await UntilAsync(() => !one.Leads, "the first to know");
        _server.Store.SetLabel("open", StoreChanges.Enforce, "restricted");
        await two.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["two"], Probers());
        Assert.Equal(Verdict.Unprotected, two.Snapshot.Scan.Namespaces.Single(n => n.Name == "psa-baseline").Verdict);
        await two.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task LeaderStops_TheOtherTakesOverAtOnce()
    {
        var one = await StartAsync("one");
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var two = await StartAsync("two");
        await UntilAsync(() => two.WhyNotReady is null, "the second replica to be ready");
        _workers.Remove(one);
        await one.DisposeAsync();
        var start = _time.GetUtcNow();
        await two.UntilAsync(() => two.Leads, "the second replica to lead");
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromSeconds(5));
        await two.SnapshotAsync(WorkerRig.IsScanned, "its first snapshot");
        await two.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task LeaseStolen_ProbingEndsUntilItIsGivenBack()
    {
        var one = await StartAsync("one");
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        _server.Store.StealLease(60);
        await one.UntilAsync(() => !one.Leads, "the leader to know");
        _server.ClearRequests();
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await one.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(Probers());
        Assert.Null(one.WhyNotReady);
        await one.UntilAsync(() => one.Leads, "the lease to run out");
        await one.SnapshotAsync(s => s.Scan.Namespaces.Single(n => n.Name == "psa-baseline").Verdict == Verdict.Unprotected, "the change to be seen");
        // What this process knew before counts: the protection was lost while it did not lead.
        Assert.Contains(one.Snapshot.Scan.Findings, f => f.Rule == "ES106" && f.Resource.Name == "psa-baseline");
        await one.PassAsync(TimeSpan.FromSeconds(15));
        await one.AssertAsFreshAsync();
    }

    /// <summary>Between its election and the beginning of its term it still has on its board what it knew in an earlier one.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task LeadsAgain_BeforeTheTermBegins_AnEarlierTermDoesNotPassForThisOne()
    {
        ReportApis.Install(_server);
        var one = await StartAsync("one");
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        _server.Store.StealLease(60);
        await one.UntilAsync(() => !one.Leads, "the leader to know");
        var held = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.Method == "GET" && r.Path.EndsWith("policyreports", StringComparison.Ordinal) });
        await one.UntilAsync(() => one.Leads, "the lease to run out");
        await one.PassAsync(TimeSpan.FromSeconds(5));
        Assert.True(held.Hits > 0);
        Assert.False(one.Get<IReplica>().IsLeading);
        Assert.NotNull(one.WhyNotReady);
        _server.Faults.Remove(held);
        await one.UntilAsync(() => one.Get<IReplica>().IsLeading, "the term to begin");
        await one.SnapshotAsync(WorkerRig.IsScanned, "its first scan");
        Assert.Null(one.WhyNotReady);
    }

    /// <summary>Found by a run in simulated time, seed 5094: the schedule told of a job that broke, with a stack trace.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task LeaseStolen_DuringAScheduledFullScan_IsNoError()
    {
        var one = await StartAsync("one");
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var held = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, When = r => r.Path == "/version" });
        await one.UntilAsync(() => held.Hits > 0, "the next full scan", TimeSpan.FromSeconds(1));
        _server.Store.StealLease(60);
        await one.UntilAsync(() => !one.Leads, "the leader to know");
        await one.PassAsync(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(one.Log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Stop_ProbesHang_EndsWithinFiveSecondsAndGivesTheLeaseBack()
    {
        var one = await StartAsync("one");
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var held = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.Method == "PATCH" });
        _server.Store.SetLabel("open", StoreChanges.Enforce, "restricted");
        await one.UntilAsync(() => held.Hits > 0, "a probe to hang");
        var start = _time.GetUtcNow();
        _workers.Remove(one);
        await one.DisposeAsync();
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromSeconds(5), $"{_time.GetUtcNow() - start}");
        var lease = _server.Store.Get("coordination.k8s.io", "leases", "default", "ephemeral-scanner")!;
        Assert.Equal("", lease["spec"]!["holderIdentity"]?.GetValue<string>() ?? "");
    }

    private async Task<WorkerRig> StartAsync(string user, TimeProvider? own = null)
    {
        var worker = await WorkerRig.StartAsync(_server, _time, user: user, own: own);
        _workers.Add(worker);
        return worker;
    }

    private Task UntilAsync(Func<bool> condition, string what, TimeSpan? step = null) => WorkerRig.UntilAsync(_time, _workers, condition, what, step);

    private IEnumerable<string> Probers() => _server.Requests.Where(r => r.Method == "PATCH").Select(r => r.User).Distinct().Order(StringComparer.Ordinal)!;
}
