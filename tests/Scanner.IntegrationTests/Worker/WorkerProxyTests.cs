using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Something between the worker and its server answers in the server's place, or passes on only part of what it says.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerProxyTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync() =>
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.ProxyNotFound, "404 page not found")]
    [InlineData(FaultKind.ProxyNotFound, "no such cluster")]
    [InlineData(FaultKind.FailureInSuccess, "cluster agent is not connected")]
    [InlineData(FaultKind.OtherKind, "")]
    [InlineData(FaultKind.EmptyAnswer, "")]
    [InlineData(FaultKind.BadJson, "")]
    public async Task ProxyAnswersForAMinute_NothingIsForgottenNorClaimed(FaultKind kind, string message)
    {
        await StartAsync();
        var (namespaces, pods) = (_worker.Get<ClusterWatch>().Namespaces.Count, _worker.Get<ClusterWatch>().Pods.Count);
        var before = WorkerRig.Lines(_worker.Snapshot.Scan);
        _server.AddFor(_time, TimeSpan.FromMinutes(1), kind, r => !r.Path.Contains("/leases", StringComparison.Ordinal), message);
        Reconnect();
        var incomplete = false;
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(1);
        await _worker.UntilAsync(
            () =>
            {
                Assert.Equal((namespaces, pods), (_worker.Get<ClusterWatch>().Namespaces.Count, _worker.Get<ClusterWatch>().Pods.Count));
                incomplete |= !_worker.Snapshot.Scan.Complete;
                return _time.GetUtcNow() >= end;
            },
            "the minute to pass",
            TimeSpan.FromSeconds(0.5));
        Assert.True(incomplete, "it was never told");
        Assert.Equal(before.AsEnumerable(), WorkerRig.Lines(_worker.Snapshot.Scan));
        // A leader that was cut off for more than a minute has stood back, and begins a new term without a snapshot.
        await _worker.SnapshotAsync(
            s => _worker.WhyNotReady is null && s.Scan.Complete && WorkerRig.IsScanned(s), "the worker to be well again, and to have asked all it asks", TimeSpan.FromSeconds(1));
        await _worker.AssertAsFreshAsync();
    }

    /// <summary>Lists get through, watches do not: what changes is seen by lists, and nobody takes the worker for well.</summary>
    [Fact]
    public async Task EveryWatchIsEmpty_IsNotSyncedAndChangesAreSeenByLists()
    {
        await StartAsync();
        await AssertKeptByListsAsync(FaultKind.EmptyAnswer);
    }

    /// <summary>The same where the lists are plain and every watch is refused.</summary>
    [Theory]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.ProxyNotFound)]
    public async Task EveryWatchIsRefused_IsNotSyncedAndChangesAreSeenByLists(FaultKind kind)
    {
        _server.AddFor(_time, TimeSpan.FromHours(1), FaultKind.SilentAnswer, r => r.Query.Contains("sendInitialEvents", StringComparison.Ordinal));
        await StartAsync();
        await AssertKeptByListsAsync(kind);
    }

    public static TheoryData<FaultKind> Silences => [FaultKind.Hold, FaultKind.SilentAnswer, FaultKind.EndlessList];

    /// <summary>Such as nginx with its buffering: whatever form the silence has, the lists are read otherwise, and it is told.</summary>
    [Theory]
    [MemberData(nameof(Silences))]
    public async Task StreamedListsDoNotGetThrough_FirstSnapshotWithinAMinuteByPlainLists(FaultKind kind)
    {
        _server.AddFor(_time, TimeSpan.FromHours(1), kind, r => r.Query.Contains("sendInitialEvents", StringComparison.Ordinal));
        var start = _time.GetUtcNow();
        _worker = await WorkerRig.StartAsync(_server, _time);
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromMinutes(1), $"{_time.GetUtcNow() - start}");
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: A streamed list of ", StringComparison.Ordinal));
        Assert.Null(_worker.WhyNotReady);
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await _worker.SnapshotAsync(s => Of(s, "psa-baseline").Verdict == Verdict.Unprotected, "the change to be seen");
    }

    /// <summary>A gateway that refuses every watch from the start, and with it every streamed list: what it lets through is read, and it is told.</summary>
    [Theory]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.ProxyNotFound)]
    [InlineData(FaultKind.ConnectionReset)]
    public async Task EveryWatchIsRefusedFromTheStart_FirstSnapshotWithinAMinuteAndChangesAreSeen(FaultKind kind)
    {
        _server.AddFor(_time, TimeSpan.FromHours(1), kind, r => r.IsWatch);
        var start = _time.GetUtcNow();
        _worker = await WorkerRig.StartAsync(_server, _time);
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromMinutes(1), $"{_time.GetUtcNow() - start}");
        await _worker.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await _worker.SnapshotAsync(s => Of(s, "psa-baseline").Verdict == Verdict.Unprotected, "the change to be seen", TimeSpan.FromSeconds(1));
        Assert.Contains("namespaces", _worker.WhyNotReady, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5_000_000)]
    [InlineData(7200)]
    public async Task RetryAfter_Long_TheWorkerLivesAndComesBack(int seconds)
    {
        await StartAsync();
        var end = _time.GetUtcNow() + TimeSpan.FromSeconds(20);
        _server.Faults.Add(new Fault
        {
            Kind = FaultKind.TooManyRequests,
            RetryAfterSeconds = seconds,
            Times = int.MaxValue,
            When = r => _time.GetUtcNow() < end && !r.Path.Contains("/leases", StringComparison.Ordinal),
        });
        Reconnect();
        await _worker.PassAsync(TimeSpan.FromSeconds(30));
        Assert.False(_worker.Get<Scanner.Worker.WorkerService>().ExecuteTask!.IsCompleted);
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await _worker.SnapshotAsync(s => Of(s, "psa-baseline").Verdict == Verdict.Unprotected, "the change to be seen", TimeSpan.FromSeconds(1));
        Assert.True(_time.GetUtcNow() - end < TimeSpan.FromMinutes(3), $"{_time.GetUtcNow() - end}");
    }

    /// <summary>A token that is accepted no more: nothing is known of rights, and nothing can be asked.</summary>
    [Fact]
    public async Task TokenExpires_IsNotReadyAndSaysWhy()
    {
        await StartAsync();
        _server.ExpireToken("admin-token");
        Reconnect();
        await _worker.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        Assert.Contains("the API server cannot be reached", _worker.WhyNotReady, StringComparison.Ordinal);
        Assert.Contains("401", _worker.WhyNotReady, StringComparison.Ordinal);
        Assert.False(_worker.Snapshot.Scan.Complete);
        Assert.DoesNotContain(_worker.Snapshot.Scan.Findings, f => f.Rule == "ES502");
        _server.AddUser("admin-token", "admin", "system:masters");
        await _worker.UntilAsync(() => _worker.WhyNotReady is null, "the worker to be ready again", TimeSpan.FromSeconds(1));
    }

    /// <summary>A server that answers nothing for an hour, from the start or later on: no restart would mend that.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerHangs_EveryLoopTurns(bool fromTheStart)
    {
        if (!fromTheStart)
            await StartAsync();
        _server.AddFor(_time, TimeSpan.FromHours(2), FaultKind.Hold);
        if (fromTheStart)
            _worker = await WorkerRig.StartAsync(_server, _time);
        else
            Reconnect();
        var end = _time.GetUtcNow() + TimeSpan.FromHours(1);
        await _worker.UntilAsync(
            () =>
            {
                Assert.Empty(_worker.Get<Heartbeats>().Silent());
                return _time.GetUtcNow() >= end;
            },
            "an hour to pass",
            TimeSpan.FromSeconds(5));
        Assert.NotNull(_worker.WhyNotReady);
    }

    private static NamespacePosture Of(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.Single(n => n.Name == ns);

    private async Task StartAsync()
    {
        _worker = await WorkerRig.StartAsync(_server, _time);
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
    }

    private async Task AssertKeptByListsAsync(FaultKind watches)
    {
        var fault = _server.AddFor(_time, TimeSpan.FromHours(1), watches, r => r.IsWatch, "no such cluster");
        Reconnect();
        await _worker.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        var turned = await _worker.SnapshotAsync(s => Of(s, "psa-baseline").Verdict == Verdict.Unprotected, "the change to be seen", TimeSpan.FromSeconds(1));
        Assert.False(turned.Scan.Complete);
        Assert.Equal(WatchPhase.Polled, _worker.Get<ClusterWatch>().NamespaceStatus!.Phase);
        Assert.True(_worker.Leads);
        Assert.Contains("namespaces", _worker.WhyNotReady, StringComparison.Ordinal);
        _server.Faults.Remove(fault);
        await _worker.UntilAsync(() => _worker.WhyNotReady is null, "the worker to be ready again", TimeSpan.FromSeconds(1));
        await _worker.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(0.5));
        await _worker.AssertAsFreshAsync();
    }

    private void Reconnect()
    {
        _worker.Network.Cut();
        _worker.Network.Mend();
    }
}
