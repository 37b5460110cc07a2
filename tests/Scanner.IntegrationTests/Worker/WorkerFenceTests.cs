using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Fencing;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A worker that requires a fence, with one and without.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerFenceTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig? _worker;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.Create(_server);
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
    }

    public async Task DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Fenced_ProbesAsEver_AndAsksWithEveryFullScan()
    {
        FenceRule.Raise(_server, WorkerAccount.User);
        var snapshot = await StartAsync();
        Assert.DoesNotContain(snapshot.Scan.Findings, f => f.Rule == "ES501");
        Assert.True(snapshot.Scan.Complete);
        await Worker.AssertAsFreshAsync();
        Assert.Contains("\nephemeral_scanner_fenced 1\n", await MetricsAsync(), StringComparison.Ordinal);
        Assert.Single(Worker.Log.Lines, l => l.StartsWith("Information: Fenced", StringComparison.Ordinal));
        AssertAsked(1);
        await Worker.UntilAsync(() => _time.GetUtcNow().Minute >= 35, "another full scan", TimeSpan.FromSeconds(5));
        Assert.Equal(2, FullScans());
        AssertAsked(FullScans());
        Assert.All(Writes(), r => Assert.True(r.IsDryRun || r.Body == "{}" || r.Path.Contains("/leases", StringComparison.Ordinal), $"{r.Method} {r.Path}{r.Query}"));
    }

    /// <summary>Not one probe leaves; what mends it is said everywhere; and the fence is seen when it is put up.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NotFenced_ProbesNothing_UntilItIs()
    {
        var snapshot = await StartAsync();
        var finding = Assert.Single(snapshot.Scan.Findings, f => f.Rule == "ES501");
        Assert.Equal("ephemeral-scanner-fence", finding.Resource.Name);
        Assert.Equal(Verdict.Unknown, Of(snapshot, "open").Verdict);
        Assert.Equal(UnknownReason.NotFenced, Of(snapshot, "open").UnknownBecause);
        Assert.Equal(UnknownReason.NoPods, Of(snapshot, "empty").UnknownBecause);
        Assert.False(snapshot.Scan.Complete);
        Assert.Contains(snapshot.Scan.Errors, e => e.ToString().Contains("requireFence", StringComparison.Ordinal));
        Assert.Equal(FullScanResult.Incomplete, snapshot.FullScans.LastResult);
        Assert.DoesNotContain(Writes(), r => r.IsDryRun);
        AssertAsked(1);
        Assert.Contains("\nephemeral_scanner_fenced 0\n", await MetricsAsync(), StringComparison.Ordinal);
        Assert.Single(Worker.Log.Lines, l => l.StartsWith("Warning: ES501 ScannerNotFenced: ", StringComparison.Ordinal));

        FenceRule.Raise(_server, WorkerAccount.User);
        await Worker.SnapshotAsync(s => Of(s, "open").Verdict == Verdict.Unprotected && s.Scan.Findings.All(f => f.Rule != "ES501"), "the fence to be seen");
        await Worker.PassAsync(TimeSpan.FromSeconds(30));
        await Worker.AssertAsFreshAsync();
    }

    /// <summary>What is not fenced any more stops being probed when that is seen: at once where the policy is watched.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task FenceTakenDown_ProbingEnds()
    {
        FenceRule.Raise(_server, WorkerAccount.User);
        await StartAsync();
        FenceRule.TakeDown(_server);
        await Worker.SnapshotAsync(s => s.Scan.Namespaces.All(n => n.Verdict == Verdict.Unknown), "the fence to be missed");
        await Worker.PassAsync(TimeSpan.FromSeconds(12));
        _server.ClearRequests();
        await Worker.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2));
        Assert.DoesNotContain(Writes(), r => r.IsDryRun);
    }

    /// <summary>The refusal of a server that starts is no missing right, and a fence that is missing stays missing.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NotFenced_ServerRestartsWhileAFullScanAsks_StillProbesNothing()
    {
        await StartAsync();
        var held = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = IsCheck });
        await Worker.UntilAsync(() => held.Hits > 0, "the next full scan to ask");
        Worker.Network.Cut();
        _server.AddFor(_time, TimeSpan.FromSeconds(20), FaultKind.NoRoles);
        _server.Faults.Remove(held);
        Worker.Network.Mend();
        await Worker.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, FullScans());
        Assert.DoesNotContain(Writes(), r => r.IsDryRun);
        Assert.Contains("\nephemeral_scanner_fenced 0\n", await MetricsAsync(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Nobody says what came of the change: probing goes on with what was known, and it is asked again until somebody does, though no namespace is
    /// due.
    /// </summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(FaultKind.Hold)]
    [InlineData(FaultKind.ServerError)]
    public async Task FenceTakenDown_ChecksGiveNoAnswer_IsMissedOnceTheyDo(FaultKind kind)
    {
        FenceRule.Raise(_server, WorkerAccount.User);
        await StartAsync();
        await Worker.PassAsync(TimeSpan.FromSeconds(30));
        _server.Faults.Add(new Fault { Kind = kind, StatusCode = 500, Message = "Internal error occurred: failed calling webhook \"x\"", Times = 10_000, When = IsCheck });
        FenceRule.TakeDown(_server);
        await Worker.PassAsync(TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(1));
        Assert.Contains("\nephemeral_scanner_fenced 1\n", await MetricsAsync(), StringComparison.Ordinal);
        Assert.InRange(Checks().Count, 2, 40);
        var scans = FullScans();
        _server.Faults.Clear();
        _server.ClearRequests();
        await Worker.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        Assert.Equal(scans, FullScans());
        Assert.Contains("\nephemeral_scanner_fenced 0\n", await MetricsAsync(), StringComparison.Ordinal);
        AssertAsked(1);
        Assert.DoesNotContain(Writes(), r => r.IsDryRun);
        Assert.False(Worker.Snapshot.Scan.Complete);
        Assert.Contains(Worker.Snapshot.Scan.Findings, f => f.Rule == "ES501");
    }

    /// <summary>Namespaces that were not probed for want of a fence do not wait for the next full scan once it is seen.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task FencePutUp_ChecksGiveNoAnswer_ProbesOnceTheyDo()
    {
        await StartAsync();
        await Worker.PassAsync(TimeSpan.FromSeconds(30));
        var scans = FullScans();
        _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = 10_000, When = IsCheck });
        FenceRule.Raise(_server, WorkerAccount.User);
        await Worker.PassAsync(TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(Writes(), r => r.IsDryRun);
        _server.Faults.Clear();
        await Worker.PassAsync(TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(1));
        Assert.Equal(scans, FullScans());
        await Worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task NotFenced_NotRequired_ProbesAndSaysSo()
    {
        var snapshot = await StartAsync(required: false);
        Assert.Contains(snapshot.Scan.Findings, f => f.Rule == "ES501");
        Assert.True(snapshot.Scan.Complete);
        await Worker.AssertAsFreshAsync();
        Assert.Contains(Worker.Log.Lines, l => l.Contains("probing goes on, as requireFence is false", StringComparison.Ordinal));
    }

    /// <summary>RBAC answers before any policy is asked: that is no fence, and no want of one.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NoRightToPatch_IsToldAsThat()
    {
        WorkerAccount.Grant(_server, WorkerAccount.Everything.Replace("resources: [pods/ephemeralcontainers]", "resources: [none]", StringComparison.Ordinal));
        var snapshot = await StartAsync();
        Assert.Equal(UnknownReason.NoPermission, Of(snapshot, "open").UnknownBecause);
        Assert.Contains(snapshot.Scan.Findings, f => f.Rule == "ES502");
        Assert.DoesNotContain(snapshot.Scan.Findings, f => f.Rule == "ES501");
        Assert.DoesNotContain("\nephemeral_scanner_fenced ", await MetricsAsync(), StringComparison.Ordinal);
    }

    /// <summary>Another policy may refuse the empty patch where the fence would: then another namespace tells.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task OtherPolicyRefuses_AnotherPodIsAskedAbout()
    {
        FenceRule.Raise(_server, WorkerAccount.User);
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 500, Message = "Internal error occurred: failed calling webhook \"x\"", Times = 2, When = IsCheck });
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 404, Message = "pods \"x\" not found", Times = 1, When = IsCheck });
        await StartAsync();
        Assert.InRange(Checks().Select(r => r.Path).Distinct().Count(), 4, 5);
        await Worker.AssertAsFreshAsync();
    }

    /// <summary>Nobody answers whether there is a fence: nothing is probed, and it is asked again.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NothingIsLearnt_WaitsAndAsksAgain()
    {
        FenceRule.Raise(_server, WorkerAccount.User);
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 500, Message = "boom", Times = 10_000, When = IsCheck });
        var snapshot = await StartAsync();
        Assert.Equal(UnknownReason.Error, Of(snapshot, "open").UnknownBecause);
        Assert.DoesNotContain(snapshot.Scan.Findings, f => f.Rule == "ES501");
        Assert.DoesNotContain(Writes(), r => r.IsDryRun);
        _server.Faults.Clear();
        await Worker.SnapshotAsync(s => Of(s, "open").Verdict == Verdict.Unprotected, "the fence to be found out", TimeSpan.FromSeconds(1));
    }

    /// <summary>Without a pod there is nothing to ask about, and nothing to probe; the first pod is asked about before it is probed.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NoPodsAtFirst_IsAskedBeforeTheFirstProbe()
    {
        foreach (var metadata in _server.Store.List("", "pods").Select(p => p["metadata"]!).ToList())
            _server.Store.Delete("", "pods", metadata["namespace"]!.GetValue<string>(), metadata["name"]!.GetValue<string>());
        await StartAsync();
        Assert.Empty(Checks());
        _server.Store.AddPod("open", "web");
        await Worker.SnapshotAsync(s => Of(s, "open").UnknownBecause == UnknownReason.NotFenced, "the want of a fence to be seen");
        AssertAsked(1);
        Assert.DoesNotContain(Writes(), r => r.IsDryRun);
    }

    /// <summary>The webhook of some tenants never answers, and theirs are the pods that are asked about: everybody else waits for that answer.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task WebhooksHangWhereItIsAskedAbout_AnotherPodTellsSoon()
    {
        FenceRule.Raise(_server, WorkerAccount.User);
        for (var i = 0; i < 3; i++)
        {
            _server.Store.ApplyYaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: aa-slow-{i}}}}}");
            _server.Store.AddPod($"aa-slow-{i}", "web");
        }

        _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.Path.Contains("/namespaces/aa-slow-", StringComparison.Ordinal) });
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false, RequireFence = true, Events = false }, WorkerAccount.User);
        var start = _time.GetUtcNow();
        await Worker.SnapshotAsync(s => Of(s, "open").Verdict == Verdict.Unprotected, "another to be asked");
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromSeconds(15), $"{_time.GetUtcNow() - start}");
        await Worker.PassAsync(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(0.5));
        // Cluster-wide: whether there still is a fence is asked again.
        _server.Store.ApplyYaml("{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: some}}");
        _server.Store.SetLabel("open", StoreChanges.Enforce, "baseline");
        start = _time.GetUtcNow();
        await Worker.SnapshotAsync(s => Of(s, "open").Verdict == Verdict.Protected, "the change to be seen");
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromSeconds(3), $"{_time.GetUtcNow() - start}");
        _server.Faults.Clear();
    }

    private WorkerRig Worker => _worker!;

    private async Task<PostureSnapshot> StartAsync(bool required = true)
    {
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false, RequireFence = required, Events = false, Cron = WorkerRig.HalfHourly }, WorkerAccount.User);
        return await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
    }

    private async Task<string> MetricsAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return await http.GetStringAsync(new Uri(Worker.Url, "/metrics"));
    }

    private List<ReceivedRequest> Writes() => [.. _server.Requests.Where(r => r.Method != "GET" && r.User == WorkerAccount.User)];

    private int FullScans() => Worker.Log.Lines.Count(l => l.StartsWith("Information: Full scan begins", StringComparison.Ordinal));

    private List<ReceivedRequest> Checks() => [.. Writes().Where(IsCheck)];

    // Another pod is asked about where an answer takes a second, which passes soon here.
    private void AssertAsked(int times) => Assert.InRange(Checks().Count, times, times * FenceGate.MostPods);

    private static bool IsCheck(ReceivedRequest request) => !request.IsDryRun && request.Path.EndsWith("/ephemeralcontainers", StringComparison.Ordinal);

    private static NamespacePosture Of(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.Single(n => n.Name == ns);
}
