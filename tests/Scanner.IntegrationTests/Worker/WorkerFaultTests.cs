using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Caches;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A cluster that misbehaves under the worker: in the end it knows what a scan from nothing would find.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerFaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<WorkerRig> _workers = [];
    private SimulatedApiServer _server = null!;

    public static TheoryData<FaultKind> EventFaults =>
        [FaultKind.DuplicateEvents, FaultKind.ReorderEvents, FaultKind.BadJson, FaultKind.Truncated];

    public async Task InitializeAsync() => _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>The faults hit the events of the first watch after the list.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(EventFaults))]
    public async Task Watch_EventsAreMangled_ThePostureIsTrueInTheEnd(FaultKind kind)
    {
        var faults = new[] { "/api/v1/namespaces", "/api/v1/pods" }
            .Select(path => _server.Faults.Add(new Fault { Kind = kind, Events = 3, When = r => r.Path == path && IsResumed(r) }))
            .ToList();
        var worker = await StartAsync();
        // Every watch ends once, so that the next is one that resumes.
        worker.Network.Cut();
        worker.Network.Mend();
        await worker.UntilAsync(() => faults.TrueForAll(f => f.Hits > 0), "the watches to resume");
        await ChangeManyAsync(worker);
        await worker.AssertAsFreshAsync();
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(FaultKind.ExpiredWatch)]
    [InlineData(FaultKind.ExpiredWatchEvent)]
    public async Task Watch_VersionExpires_DeletionsAreSeenByTheDifference(FaultKind kind)
    {
        var worker = await StartAsync();
        var fault = _server.Faults.Add(new Fault { Kind = kind, Times = 20, When = IsResumed });
        worker.Network.Cut();
        ChangeMany();
        worker.Network.Mend();
        await worker.UntilAsync(() => fault.Hits >= 2, "the watches to expire");
        await SettleAsync(worker);
        await worker.AssertAsFreshAsync();
        Assert.True(worker.Get<ClusterWatch>().Restarts.ContainsKey("expired"));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Server_AwayForMinutes_NothingIsInventedAndAllIsCaughtUpWith()
    {
        var worker = await StartAsync();
        var before = WorkerRig.Lines(worker.Snapshot.Scan);
        worker.Network.Cut();
        await worker.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        // The last knowledge stays, and what is missing is told.
        Assert.Equal(before.AsEnumerable(), WorkerRig.Lines(worker.Snapshot.Scan));
        Assert.Contains(worker.Snapshot.Scan.Errors, e => e.Step == ScanStep.Watch("namespaces"));
        Assert.False(worker.Snapshot.Scan.Complete);
        ChangeMany();
        worker.Network.Mend();
        await worker.UntilAsync(() => worker.WhyNotReady is null, "the worker to be ready again");
        await SettleAsync(worker);
        await worker.AssertAsFreshAsync();
    }

    /// <summary>Probes of pods get through, and no question about regular containers does: ES102 is not told off and on.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task RegularControls_FailForAnHour_WhatTheySaidStays()
    {
        var worker = await StartAsync();
        var before = WorkerRig.Lines(worker.Snapshot.Scan);
        var fault = _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError,
            Times = int.MaxValue,
            When = r => r.Method == "POST" && r.Path.EndsWith("/pods", StringComparison.Ordinal),
        });
        await worker.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromSeconds(5));
        Assert.True(fault.Hits > 0);
        Assert.Equal(before.AsEnumerable(), WorkerRig.Lines(worker.Snapshot.Scan));
        Assert.Contains(worker.Snapshot.Scan.Findings, f => f.Rule == "ES102");
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Server_AwayForLong_NoVerdictStaysProtected()
    {
        var worker = await StartAsync();
        worker.Network.Cut();
        await worker.PassAsync(TimeSpan.FromMinutes(95), TimeSpan.FromSeconds(5));
        Assert.All(worker.Snapshot.Scan.Namespaces, n => Assert.Equal(Verdict.Unknown, n.Verdict));
        Assert.Contains(worker.Snapshot.Scan.Namespaces, n => n.UnknownMessage?.StartsWith("last known Protected", StringComparison.Ordinal) == true);
        worker.Network.Mend();
        await worker.UntilAsync(() => worker.WhyNotReady is null, "the worker to be ready again", TimeSpan.FromSeconds(1));
        await SettleAsync(worker);
        await worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task FullScan_ServerAway_IsCountedAndStaysScheduled()
    {
        var worker = await StartAsync(s => s with { LeaderElection = false });
        worker.Network.Cut();
        var scans = worker.Get<FullScans>();
        await worker.UntilAsync(() => scans.State.Failed > 0, "a full scan to fail", TimeSpan.FromSeconds(5));
        Assert.Contains(worker.Log.Lines, l => l.StartsWith("Warning: Full scan failed", StringComparison.Ordinal));
        worker.Network.Mend();
        await worker.UntilAsync(() => scans.State.Complete > 1, "the next one to succeed", TimeSpan.FromSeconds(5));
        await SettleAsync(worker);
        await worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Server_Overloaded_ItIsWaitedForAndNotPressed()
    {
        var worker = await StartAsync();
        var storm = _server.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Times = int.MaxValue, When = r => !r.Path.Contains("/leases", StringComparison.Ordinal) });
        worker.Network.Cut();
        worker.Network.Mend();
        ChangeMany();
        await worker.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        var asked = storm.Hits;
        _server.Faults.Remove(storm);
        await worker.UntilAsync(() => worker.WhyNotReady is null, "the worker to be ready again", TimeSpan.FromSeconds(1));
        await SettleAsync(worker);
        await worker.AssertAsFreshAsync();
        // 8 watches and discovery, every half minute at the worst of the backoff, and some at its start.
        Assert.InRange(asked, 1, 300);
        Assert.DoesNotContain("lost", worker.Get<ClusterWatch>().Restarts.Keys.Except(["lost"]));
    }

    /// <summary>Of a list in pages, the second one breaks: its first must not pass for all there is.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.ExpiredContinue)]
    public async Task List_APageFails_NothingIsTakenForDeleted(FaultKind kind)
    {
        await _server.DisposeAsync();
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_30, TimeProvider = _time }, CancellationToken.None);
        for (var i = 0; i < 600; i++)
            _server.Store.AddPod("open", $"many-{i:000}");
        var worker = await StartAsync();
        Assert.Equal(600, worker.Get<ClusterWatch>().Pods.In("open").Count(p => p.Name.StartsWith("many-", StringComparison.Ordinal)));
        var fault = _server.Faults.Add(new Fault
        {
            Kind = kind,
            Times = 7,
            StatusCode = 500,
            When = r => r.Path == "/api/v1/pods" && r.Query.Contains("continue=", StringComparison.Ordinal),
        });
        _server.Faults.Add(new Fault { Kind = FaultKind.ExpiredWatch, When = r => r.Path == "/api/v1/pods" && IsResumed(r) });
        var least = int.MaxValue;
        worker.Network.Cut();
        _server.Store.Delete("", "pods", "open", "many-007");
        worker.Network.Mend();
        await worker.UntilAsync(
            () =>
            {
                least = Math.Min(least, worker.Get<ClusterWatch>().Pods.In("open").Length);
                return worker.Get<ClusterWatch>().Pods.In("open").All(p => p.Name != "many-007");
            },
            "the deletion to be seen");
        Assert.True(fault.Hits > 0);
        Assert.True(least >= 599, $"{least} pods at one time");
        await SettleAsync(worker);
        await worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Probes_FailForOneNamespace_TheLastKnowledgeStaysMarkedUntilTooOld()
    {
        var worker = await StartAsync();
        var fault = _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError,
            StatusCode = 500,
            Message = "boom",
            Times = int.MaxValue,
            When = r => r.Method == "PATCH" && r.Path.Contains("/namespaces/psa-baseline/", StringComparison.Ordinal),
        });
        var marked = await worker.SnapshotAsync(s => Of(s, "psa-baseline").NotRenewedBecause is not null, "the mark", TimeSpan.FromSeconds(5));
        Assert.Equal(Verdict.Protected, Of(marked, "psa-baseline").Verdict);
        Assert.Contains("boom", Of(marked, "psa-baseline").NotRenewedBecause, StringComparison.Ordinal);
        await worker.UntilAsync(() => worker.Get<FullScans>().State.Incomplete == 1, "the full scan to end");
        var stale = await worker.SnapshotAsync(s => Of(s, "psa-baseline").Verdict != Verdict.Protected, "the verdict to be given up", TimeSpan.FromSeconds(5));
        Assert.Equal((Verdict.Unknown, UnknownReason.Error), (Of(stale, "psa-baseline").Verdict, Of(stale, "psa-baseline").UnknownBecause));
        // The mark comes with the next full scan, within half an hour; the end three intervals after the last success, to the next snapshot.
        Assert.InRange(marked.ComposedAt - Of(marked, "psa-baseline").JudgedAt!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(30.5));
        Assert.InRange(stale.ComposedAt - Of(marked, "psa-baseline").JudgedAt!.Value, TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(91));
        _server.Faults.Remove(fault);
        await worker.SnapshotAsync(s => Of(s, "psa-baseline").Verdict == Verdict.Protected, "the verdict to come back", TimeSpan.FromSeconds(1));
        await worker.AssertAsFreshAsync();
    }

    /// <summary>What was true before the guard changed is no knowledge of today.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Probes_FailAfterTheGuardChanged_VerdictIsUnknownAtOnce()
    {
        var worker = await StartAsync();
        _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError,
            StatusCode = 500,
            Times = int.MaxValue,
            When = r => r.Method == "PATCH" && r.Path.Contains("/namespaces/psa-baseline/", StringComparison.Ordinal),
        });
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        var snapshot = await worker.SnapshotAsync(s => Of(s, "psa-baseline").Verdict != Verdict.Protected, "the verdict to be given up");
        Assert.Equal(UnknownReason.Error, Of(snapshot, "psa-baseline").UnknownBecause);
    }

    private static NamespacePosture Of(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.Single(n => n.Name == ns);

    private static bool IsResumed(ReceivedRequest request) =>
        request.Query.Contains("watch=true", StringComparison.Ordinal) && request.Query.Contains("resourceVersion=", StringComparison.Ordinal)
        && !request.Query.Contains("sendInitialEvents", StringComparison.Ordinal);

    private async Task<WorkerRig> StartAsync(Func<WorkerSettings, WorkerSettings>? configure = null)
    {
        var worker = await WorkerRig.StartAsync(_server, _time, configure);
        _workers.Add(worker);
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        return worker;
    }

    private async Task ChangeManyAsync(WorkerRig worker)
    {
        ChangeMany();
        await SettleAsync(worker);
    }

    // Longer than the repetitions after a change, and than the pauses of a watch that comes back.
    private static Task SettleAsync(WorkerRig worker) => worker.PassAsync(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(0.5));

    private void ChangeMany()
    {
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        _server.Store.SetLabel("open", StoreChanges.Enforce, "restricted");
        _server.Store.AddPod("empty", "web");
        _server.Store.Delete("", "pods", "psa-restricted", "web");
        _server.Store.ApplyYaml("""
            apiVersion: v1
            kind: Namespace
            metadata: {name: fresh, labels: {pod-security.kubernetes.io/enforce: baseline}}
            """);
        _server.Store.AddPod("fresh", "web");
        _server.Store.SetLabel("open", StoreChanges.Enforce, "baseline");
    }
}
