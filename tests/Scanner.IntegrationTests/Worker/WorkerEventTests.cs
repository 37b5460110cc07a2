using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Verdicts;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Events about changes of verdicts, on a simulated server that validates them as a real one does.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerEventTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<WorkerRig> _workers = [];
    private SimulatedApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.Create(_server);
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
    }

    public async Task DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Verdict_ChangesToAndFro_IsOneEventOfEachReasonWithASeries()
    {
        var worker = await StartAsync();
        Assert.Empty(Events());
        foreach (var label in new[] { null, "baseline", null })
            await RelabelAsync(worker, label);
        await worker.UntilAsync(() => Events().Any(e => e.Contains("x2", StringComparison.Ordinal)), "the series");
        Assert.Equal(
            [
                "Normal Protected Namespace/psa-baseline: was Unprotected, is Protected: Pod Security baseline:latest denies it",
                "Warning ProtectionLost Namespace/psa-baseline x2: was Protected, is Unprotected: nothing denies a privileged ephemeral container",
            ],
            Events());
        var stored = _server.Store.List("events.k8s.io", "events").First();
        Assert.Equal(("default", "ephemeral-scanner"), (stored["metadata"]!["namespace"]!.GetValue<string>(), stored["reportingController"]!.GetValue<string>()));
        Assert.Equal(3, Writes().Count);
        await worker.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5));
        Assert.Equal(3, Writes().Count);
    }

    /// <summary>A right that is missing is told once, with the rule that mends it, and takes nothing else away.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task NoRight_IsToldOnceAndNothingElseSuffers()
    {
        WorkerAccount.Grant(_server, WorkerAccount.Everything.Replace("[events.k8s.io]", "[none]", StringComparison.Ordinal));
        var worker = await StartAsync();
        foreach (var label in new[] { null, "baseline", null })
        {
            await RelabelAsync(worker, label);
            await worker.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        }

        var told = Assert.Single(worker.Log.Lines, l => l.StartsWith("Warning: Events are not written: ", StringComparison.Ordinal));
        Assert.Contains("""grant the rule {apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"]} in namespace default""", told, StringComparison.Ordinal);
        Assert.InRange(Writes().Count, 2, 3);
        await worker.AssertAsFreshAsync();
        Assert.Null(worker.WhyNotReady);
        Assert.DoesNotContain(worker.Snapshot.Scan.Findings, f => f.Rule == "ES502");
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
        await RelabelAsync(worker, "baseline");
        await worker.UntilAsync(() => Events().Count == 1, "events to be written again");
        Assert.Single(worker.Log.Lines, l => l == "Information: Events are written again");
    }

    /// <summary>The server is busy, then its answer is lost on the way: the event is there, once.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Server_Fails_EventIsWrittenOnceAfterAll()
    {
        var worker = await StartAsync();
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 500, Times = 2, When = IsEvent });
        _server.Faults.Add(new Fault { Kind = FaultKind.Truncated, Times = 1, When = IsEvent });
        await RelabelAsync(worker, null);
        await worker.UntilAsync(() => Events().Count == 1 && worker.Log.Lines.Contains("Information: Events are written again"), "the event");
        await worker.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        Assert.Single(Events());
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task SwitchedOff_WritesNothing()
    {
        var worker = await StartAsync(events: false);
        await RelabelAsync(worker, null);
        await worker.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Empty(Writes());
    }

    /// <summary>Two replicas see the change; the one that leads tells it.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task TwoReplicas_OneTells()
    {
        var first = await StartAsync(elects: true);
        var second = await WorkerRig.StartAsync(_server, _time, s => s with { LeaseNamespace = "kube-system" }, WorkerAccount.User);
        _workers.Add(second);
        await UntilAsync(() => second.WhyNotReady is null, "the second replica");
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await UntilAsync(() => Events().Count > 0, "the event");
        await WorkerRig.UntilAsync(_time, _workers, () => _time.GetUtcNow().Minute >= 5, "time to pass", TimeSpan.FromSeconds(1));
        Assert.Single(Writes());
        Assert.True(first.Leads);
    }

    private async Task<WorkerRig> StartAsync(bool events = true, bool elects = false)
    {
        var worker = await WorkerRig.StartAsync(
            _server, _time, s => s with { LeaderElection = elects, LeaseNamespace = "kube-system", Events = events }, WorkerAccount.User);
        _workers.Add(worker);
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        return worker;
    }

    private Task UntilAsync(Func<bool> condition, string what) => WorkerRig.UntilAsync(_time, _workers, condition, what);

    private async Task RelabelAsync(WorkerRig worker, string? label)
    {
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, label);
        var wanted = label is null ? Verdict.Unprotected : Verdict.Protected;
        await worker.SnapshotAsync(s => s.Scan.Namespaces.Single(n => n.Name == "psa-baseline").Verdict == wanted, $"the verdict {wanted}");
        await worker.PassAsync(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(0.5));
    }

    private List<ReceivedRequest> Writes() => [.. _server.Requests.Where(IsEvent)];

    private static bool IsEvent(ReceivedRequest request) => request.Method != "GET" && request.Path.StartsWith("/apis/events.k8s.io/", StringComparison.Ordinal);

    private List<string> Events() => [.. _server.Store.List("events.k8s.io", "events").Select(e =>
        $"{e["type"]} {e["reason"]} {e["regarding"]!["kind"]}/{e["regarding"]!["name"]}{(e["series"] is { } series ? $" x{series["count"]}" : "")}: {e["note"]}")
        .Order(StringComparer.Ordinal)];
}
