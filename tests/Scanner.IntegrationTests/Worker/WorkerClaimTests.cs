using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Caches;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Nothing is said of what is not known, or is known from a moment that has passed.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerClaimTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig? _worker;

    private WorkerRig Rig => _worker!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.Create(_server);
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
        WorkerAccount.AddEngine(_server);
    }

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        if (_worker is not null)
            await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>What the pods of a namespace are is not known where they cannot be read: that there are none least of all.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PodsCannotBeReadAnyMore_NewNamespace_IsNotCalledEmpty(bool isRight)
    {
        await StartAsync();
        if (isRight)
            WorkerAccount.Grant(_server, WorkerAccount.Everything.Replace("resources: [pods], verbs: [get, list, watch, create]", "resources: [pods], verbs: [get, create]", StringComparison.Ordinal));
        else
            _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 500, Times = int.MaxValue, When = r => r.Path == "/api/v1/pods" });
        Reconnect();
        await Rig.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        AddNamespace("fresh");
        _server.Store.AddPod("fresh", "web");
        await Rig.SnapshotAsync(s => Find(s, "fresh") is not null, "the namespace");
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(1);
        await Rig.UntilAsync(
            () =>
            {
                Assert.NotEqual(UnknownReason.NoPods, Of("fresh").UnknownBecause);
                return _time.GetUtcNow() >= end;
            },
            "a minute to pass",
            TimeSpan.FromSeconds(1));
        Assert.Equal(isRight ? UnknownReason.NoPermission : UnknownReason.Error, Of("fresh").UnknownBecause);
    }

    /// <summary>It was empty when it was asked. Pods that come now are not seen.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task PodsMayNotBeReadAnyMore_EmptyNamespace_IsNotCalledEmpty()
    {
        AddNamespace("fresh");
        await StartAsync();
        Assert.Equal(UnknownReason.NoPods, Of("fresh").UnknownBecause);
        WorkerAccount.Grant(_server, WorkerAccount.Everything.Replace("resources: [pods], verbs: [get, list, watch, create]", "resources: [pods], verbs: [get, create]", StringComparison.Ordinal));
        Reconnect();
        await Rig.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        _server.Store.AddPod("fresh", "web");
        Assert.Equal(UnknownReason.NotYetProbed, Of("fresh").UnknownBecause);
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
        await Rig.SnapshotAsync(s => Find(s, "fresh")!.Verdict == Verdict.Unprotected, "its pod to be probed", TimeSpan.FromSeconds(1));
    }

    /// <summary>Who leads no more asks nobody, and sees pods come all the same.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task LeadsNoMore_PodsCome_NamespaceIsNotCalledEmpty()
    {
        AddNamespace("fresh");
        await StartAsync();
        Assert.Equal(UnknownReason.NoPods, Of("fresh").UnknownBecause);
        _server.Store.StealLease(3600);
        await Rig.UntilAsync(() => !Rig.Leads, "the leader to know");
        _server.Store.AddPod("fresh", "web");
        await Rig.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.False(Rig.Leads);
        Assert.NotEqual(UnknownReason.NoPods, Of("fresh").UnknownBecause);
        Assert.False(Rig.Snapshot.Scan.Complete);
    }

    /// <summary>Every version is too old as soon as it is watched from: what changes is seen by lists, and nobody takes the worker for well.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(FaultKind.ExpiredWatch)]
    [InlineData(FaultKind.ExpiredWatchEvent)]
    public async Task EveryWatchIsExpired_IsNotSyncedAndChangesAreSeen(FaultKind kind)
    {
        await StartAsync();
        var fault = _server.AddFor(_time, TimeSpan.FromHours(1), kind, r => r.IsWatch);
        Reconnect();
        await Rig.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        _server.ClearRequests();
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await Rig.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        Assert.Equal(Verdict.Unprotected, Of("psa-baseline").Verdict);
        Assert.False(Rig.Snapshot.Scan.Complete);
        Assert.NotNull(Rig.WhyNotReady);
        Assert.InRange(_server.Requests.Count(r => r is { Path: "/api/v1/pods", IsWatch: false }), 4, 20);
        _server.Faults.Remove(fault);
        await Rig.UntilAsync(() => Rig.WhyNotReady is null && Rig.Snapshot.Scan.Complete, "the worker to be well again", TimeSpan.FromSeconds(1));
    }

    /// <summary>A proxy without its backend while a full scan begins: neither it nor the probes say anything of what the server serves.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task ProxyAnswersAFullScan_SubresourceIsNotCalledAbsent()
    {
        await StartAsync();
        _server.AddFor(_time, TimeSpan.FromMinutes(31), FaultKind.ProxyNotFound, r => r.Method == "PATCH" || r.Path == "/api/v1");
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(31);
        await Rig.UntilAsync(
            () =>
            {
                Assert.DoesNotContain(Rig.Snapshot.Scan.Namespaces, n => n.UnknownBecause == UnknownReason.SubresourceAbsent);
                return _time.GetUtcNow() >= end;
            },
            "a full scan to pass",
            TimeSpan.FromSeconds(1));
        await Rig.PassAsync(TimeSpan.FromMinutes(11), TimeSpan.FromSeconds(1));
        await Rig.AssertAsFreshAsync();
    }

    /// <summary>A kind that is new is not followed before its first list is there.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NewKindCannotBeListed_IsNotComplete()
    {
        _server.Store.Delete("apiextensions.k8s.io", "customresourcedefinitions", null, "clusterpolicies.kyverno.io");
        await StartAsync();
        var held = _server.AddFor(_time, TimeSpan.FromHours(1), FaultKind.Hold, r => r.Path == "/apis/kyverno.io/v1/clusterpolicies");
        WorkerAccount.AddEngine(_server);
        await Rig.UntilAsync(() => Rig.Get<ClusterWatch>().Watches.Any(w => w.Target.Name == "clusterpolicies.kyverno.io"), "the kind to be seen", TimeSpan.FromSeconds(1));
        await Rig.PassAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
        Assert.False(Rig.Snapshot.Scan.Complete);
        _server.Faults.Remove(held);
    }

    /// <summary>What tells an engine's version cannot be read for a moment: it goes on being what it was, and that is told.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task DeploymentsCannotBeListed_EngineIsNotCalledUpToDate()
    {
        _server.Store.ApplyYaml(EngineVersionTests.Engine);
        await StartAsync();
        Assert.Contains(Rig.Snapshot.Scan.Findings, f => f.Rule == "ES407");
        var fault = _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError, StatusCode = 500, Times = int.MaxValue, When = r => r.Path.Contains("/deployments", StringComparison.Ordinal),
        });
        _server.Store.ApplyYaml("""
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: other}
            spec: {}
            """);
        await Rig.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Contains(Rig.Snapshot.Scan.Findings, f => f.Rule == "ES407");
        Assert.False(Rig.Snapshot.Scan.Complete);
        _server.Faults.Remove(fault);
        await Rig.SnapshotAsync(s => s.Scan.Complete, "the Deployments to be read", TimeSpan.FromSeconds(1));
    }

    private static NamespacePosture? Find(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.SingleOrDefault(n => n.Name == ns);

    private NamespacePosture Of(string ns) => Find(Rig.Snapshot, ns)!;

    private void AddNamespace(string name) => _server.Store.ApplyYaml($$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{name}}}
        """);

    private async Task StartAsync()
    {
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { Cron = WorkerRig.HalfHourly }, WorkerAccount.User);
        await Rig.SnapshotAsync(s => s.Scan.Complete && WorkerRig.IsScanned(s), "the first full scan");
    }

    private void Reconnect()
    {
        Rig.Network.Cut();
        Rig.Network.Mend();
    }
}
