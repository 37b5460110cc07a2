using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Probes;

namespace Scanner.IntegrationTests.Worker;

/// <summary>What makes the worker ask again, on a simulated cluster and a clock of its own.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false });
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Start_FirstSnapshot_IsThatOfAScan()
    {
        var snapshot = await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        await _worker.AssertAsFreshAsync();
        Assert.True(snapshot.Scan.Complete);
        Assert.Equal(FullScanResult.Complete, snapshot.FullScans.LastResult);
        Assert.Null(_worker.WhyNotReady);
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task NamespaceLabel_Removed_VerdictTurnsAndProtectionLostIsFound()
    {
        await FirstAsync();
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        var snapshot = await _worker.SnapshotAsync(s => VerdictOf(s, "psa-baseline") == Verdict.Unprotected, "the verdict to turn");
        Assert.Contains(snapshot.Scan.Findings, f => f.Rule == "ES106" && f.Resource.Name == "psa-baseline");
        await _worker.AssertAsFreshAsync();
        Assert.Contains(_worker.Log.Lines, l => l.StartsWith("Warning: Namespace psa-baseline was Protected and is Unprotected", StringComparison.Ordinal));
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: ES106 ProtectionLost: namespace psa-baseline was Protected before and is Unprotected now: ", StringComparison.Ordinal));
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, "baseline");
        await _worker.SnapshotAsync(s => VerdictOf(s, "psa-baseline") == Verdict.Protected, "the verdict to turn back");
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Information: ES106 no more: namespace psa-baseline is Protected", StringComparison.Ordinal));
    }

    /// <summary>The server may answer as before for a moment after it told of the change.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NamespaceLabel_Changed_IsAskedAtOnceAndTwiceMoreWhenSettled()
    {
        await FirstAsync();
        await _worker.PassAsync(TimeSpan.FromSeconds(11));
        var before = ProbesOf("open");
        _server.Store.SetLabel("open", "team", "blue");
        await _worker.PassAsync(TimeSpan.FromSeconds(0.8));
        var once = ProbesOf("open") - before;
        await _worker.PassAsync(TimeSpan.FromSeconds(1.2));
        var twice = ProbesOf("open") - before;
        await _worker.PassAsync(TimeSpan.FromSeconds(9));
        Assert.True(once > 0, "it was not asked at once");
        Assert.Equal((2 * once, 3 * once), (twice, ProbesOf("open") - before));
        await _worker.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(3 * once, ProbesOf("open") - before);
    }

    /// <summary>What a namespace's labels say may change many times a second; its probes do not.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NamespaceLabel_ChangesAllTheTime_ProbesKeepTheirDistance()
    {
        await FirstAsync();
        await _worker.PassAsync(TimeSpan.FromSeconds(11));
        var before = ProbesOf("open");
        _server.Store.SetLabel("open", "team", "blue");
        await _worker.PassAsync(TimeSpan.FromSeconds(0.8));
        var round = ProbesOf("open") - before;
        for (var i = 0; i < 60; i++)
        {
            _server.Store.SetLabel("open", "team", $"blue-{i}");
            await _worker.PassAsync(TimeSpan.FromSeconds(0.5));
        }

        // Half a minute: three rounds more, each at most a probe and its repetition.
        Assert.InRange((ProbesOf("open") - before) / round, 3, 8);
        await _worker.PassAsync(TimeSpan.FromSeconds(25));
        await _worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task WebhookConfiguration_Deleted_EveryNamespaceIsAskedAgain()
    {
        var first = await FirstAsync();
        await _worker.PassAsync(TimeSpan.FromSeconds(11));
        var guarded = first.Scan.Namespaces.Where(n => n.DeniedBy?.Layer == Layer.Webhook && n.Verdict is Verdict.Protected or Verdict.Blocked).Select(n => n.Name).ToList();
        Assert.NotEmpty(guarded);
        foreach (var configuration in _server.Store.List("admissionregistration.k8s.io", "validatingwebhookconfigurations"))
            _server.Store.Delete("admissionregistration.k8s.io", "validatingwebhookconfigurations", null, configuration["metadata"]!["name"]!.GetValue<string>());
        await _worker.SnapshotAsync(s => guarded.TrueForAll(ns => VerdictOf(s, ns) == Verdict.Unprotected), "the namespaces to turn");
        await _worker.PassAsync(TimeSpan.FromSeconds(15));
        await _worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Pods_FirstOfANamespace_IsProbed()
    {
        var first = await FirstAsync();
        Assert.Equal(UnknownReason.NoPods, first.Scan.Namespaces.Single(n => n.Name == "empty").UnknownBecause);
        _server.Store.AddPod("empty", "web");
        var snapshot = await _worker.SnapshotAsync(s => VerdictOf(s, "empty") != Verdict.Unknown, "the verdict to be known");
        Assert.Equal(Verdict.Unprotected, VerdictOf(snapshot, "empty"));
        _server.Store.Delete("", "pods", "empty", "web");
        await _worker.SnapshotAsync(s => s.Scan.Namespaces.Single(n => n.Name == "empty").UnknownBecause == UnknownReason.NoPods, "the verdict to be forgotten");
        await _worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Namespace_CreatedAndDeleted_ComesAndGoes()
    {
        await FirstAsync();
        _server.Store.ApplyYaml("""
            apiVersion: v1
            kind: Namespace
            metadata: {name: fresh, labels: {pod-security.kubernetes.io/enforce: restricted}}
            """);
        _server.Store.AddPod("fresh", "web");
        await _worker.SnapshotAsync(s => s.Scan.Namespaces.Any(n => n is { Name: "fresh", Verdict: not Verdict.Unknown }), "the new namespace");
        await _worker.PassAsync(TimeSpan.FromSeconds(2));
        await _worker.AssertAsFreshAsync();
        _server.Store.Delete("", "pods", "fresh", "web");
        _server.Store.Delete("", "namespaces", null, "fresh");
        await _worker.SnapshotAsync(s => s.Scan.Namespaces.All(n => n.Name != "fresh"), "the namespace to go");
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task QuietHour_CostsNoProbeBeyondTheSchedule()
    {
        await FirstAsync();
        await _worker.PassAsync(TimeSpan.FromSeconds(30));
        var scan = Probes();
        var scans = _worker.Get<FullScans>();
        var before = scans.State.Complete;
        await _worker.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromSeconds(5));
        Assert.Equal((2, 0), (scans.State.Complete - before, scans.State.Failed));
        Assert.InRange(Probes() - scan, 1, 2 * scan);
        await _worker.UntilAsync(() => scans.State.Complete == before + 3, "another full scan", TimeSpan.FromSeconds(5));
        var after = Probes();
        await _worker.PassAsync(TimeSpan.FromMinutes(25), TimeSpan.FromSeconds(5));
        Assert.Equal((before + 3, after), (scans.State.Complete, Probes()));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Endpoints_AnswerAndStateWhy()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _worker.Url };
        await FirstAsync();
        Assert.Equal("ok\n", await http.GetStringAsync("/healthz"));
        Assert.Equal("ok\n", await http.GetStringAsync("/readyz"));
        Assert.Contains("ephemeral_scanner_leader 1\n", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync("/")).StatusCode);
        _worker.Network.Cut();
        await _worker.UntilAsync(() => _worker.WhyNotReady is not null, "the replica to be unready");
        var unready = await http.GetAsync("/readyz");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Contains("\nnot followed: pods (Lost since 2026-11-24 ", await unready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await http.GetAsync("/healthz")).StatusCode);
        _worker.Network.Mend();
        await _worker.UntilAsync(() => _worker.WhyNotReady is null, "the replica to be ready again");
    }

    private static Verdict VerdictOf(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.Single(n => n.Name == ns).Verdict;

    private Task<PostureSnapshot> FirstAsync() => _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");

    private int Probes() => _server.Requests.Count(r => r.Method is "PATCH" or "POST" && r.Path.Contains("/pods", StringComparison.Ordinal));

    private int ProbesOf(string ns) => _server.Requests.Count(r => r.Method == "PATCH" && r.Path.StartsWith($"/api/v1/namespaces/{ns}/pods/", StringComparison.Ordinal));
}
