using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A worker that lacks rights loses what they are for, says so once, and recovers when they are granted.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerPermissionTests : IAsyncLifetime
{
    private const string Everything = WorkerAccount.Everything;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.Create(_server);
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task AllRights_IsComplete()
    {
        Grant(Everything);
        await StartAsync();
        var snapshot = await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        Assert.Empty(snapshot.Scan.Errors);
        Assert.DoesNotContain(snapshot.Scan.Findings, f => f.Rule == "ES502");
        await _worker.AssertAsFreshAsync();
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData("resources: [pods]", "pods")]
    [InlineData("apiGroups: [admissionregistration.k8s.io]", "validatingwebhookconfigurations")]
    public async Task WatchRefused_TheRestGoesOn_RecoversWhenGranted(string rule, string resource)
    {
        Grant(Without(rule));
        await StartAsync();
        var snapshot = await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        Assert.Contains(snapshot.Scan.Findings, f => f.Rule == "ES502" && f.Message.Contains(resource, StringComparison.Ordinal));
        Assert.Contains(snapshot.Scan.Errors, e => e.Step.Kind == ScanStepKind.Watch && e.Step.What!.StartsWith(resource, StringComparison.Ordinal));
        Assert.False(snapshot.Scan.Complete);
        Assert.Null(_worker.WhyNotReady);
        await _worker.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(0.5));
        Assert.Single(_worker.Log.Lines, l => l.StartsWith($"Warning: No permission to watch {resource}", StringComparison.Ordinal));
        Grant(Everything);
        await _worker.SnapshotAsync(s => s.Scan.Complete, "the watch to be granted", TimeSpan.FromSeconds(0.5));
        await _worker.PassAsync(TimeSpan.FromSeconds(20));
        await _worker.AssertAsFreshAsync();
    }

    /// <summary>What probes are refused is asked again by the schedule alone: every refusal stands in the audit log.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData("patch", "pods/ephemeralcontainers", "resources: [pods/ephemeralcontainers]", "resources: [none]")]
    [InlineData("create", "pods", "verbs: [get, list, watch, create]", "verbs: [get, list, watch]")]
    public async Task ProbesRefused_IsToldOnceAndAsAFinding_RecoversWhenGranted(string verb, string resource, string right, string wrong)
    {
        Grant(Everything.Replace(right, wrong, StringComparison.Ordinal));
        await StartAsync();
        var snapshot = await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var blind = Assert.Single(snapshot.Scan.Findings, f => f.Rule == "ES502");
        Assert.StartsWith($"no permission to {verb} {resource} in ", blind.Message, StringComparison.Ordinal);
        Assert.Equal(verb == "create", snapshot.Scan.Namespaces.Any(n => n.Verdict == Verdict.Protected));
        await _worker.UntilAsync(() => _time.GetUtcNow().Minute >= 40, "another full scan", TimeSpan.FromSeconds(5));
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: Probing lacks a right: no permission to " + verb, StringComparison.Ordinal));
        Grant(Everything);
        await _worker.SnapshotAsync(s => s.Scan.Findings.All(f => f.Rule != "ES502"), "the right to be seen", TimeSpan.FromSeconds(5));
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Information: Mended: no permission to " + verb, StringComparison.Ordinal));
        await _worker.PassAsync(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(0.5));
        await _worker.AssertAsFreshAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task PodsRefused_NothingPassesForGood()
    {
        Grant(Without("resources: [pods]"));
        await StartAsync();
        var snapshot = await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        Assert.All(snapshot.Scan.Namespaces, n => Assert.Equal((Verdict.Unknown, UnknownReason.NoPermission), (n.Verdict, n.UnknownBecause)));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task LeasesRefused_SaysHowToMendIt_LeadsWhenGranted()
    {
        Grant(Without("coordination.k8s.io"));
        await StartAsync();
        await _worker.UntilAsync(() => _worker.WhyNotReady?.Contains("leases", StringComparison.Ordinal) == true, "the reason to be told");
        await _worker.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(0.5));
        Assert.Null(_worker.Board.Current);
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Error: Leader election", StringComparison.Ordinal));
        Grant(Everything);
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the worker to lead");
        await _worker.AssertAsFreshAsync();
    }

    private static string Without(string rule) => string.Join('\n', Everything.Split('\n').Where(l => !l.Contains(rule, StringComparison.Ordinal)));

    private async Task StartAsync() => _worker = await WorkerRig.StartAsync(_server, _time, user: WorkerAccount.User);

    private void Grant(string rules) => WorkerAccount.Grant(_server, rules);
}
