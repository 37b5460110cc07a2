using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Scanner.IntegrationTests.Programs;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Web;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Worker.Web;

/// <summary>The worker's posture in every state of a worker, on a clock that the test moves.</summary>
[Collection(WorkerCollection.Name)]
public sealed class PostureTests : IAsyncLifetime
{
    // Answers are dated by the clock of the machine.
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly List<WorkerRig> _workers = [];
    private SimulatedApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        _server.AddUser("two-token", "two", "system:masters");
    }

    public async Task DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Snapshots)]
    public async Task Get_Snapshot_IsThatOfTheBoardAtItsOwnAddress()
    {
        var worker = await StartAsync("admin");
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        Assert.Equal(Document(worker), await GetAsync(worker, HttpStatusCode.OK));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var (url, path) in new[] { (worker.Url, PostureServices.Path), (worker.WebUrl, "/metrics"), (worker.WebUrl, "/healthz"), (worker.WebUrl, "/readyz") })
        {
            using var response = await http.GetAsync(new Uri(url, path));
            Assert.Equal((path, HttpStatusCode.NotFound), (path, response.StatusCode));
        }
    }

    [InProcessFact(Why = InProcess.Snapshots)]
    public async Task ScanUrl_AWorker_PrintsItsSnapshot()
    {
        var worker = await StartAsync("admin");
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var json = await ScannerRun.OfAsync(["scan", "--url", worker.WebUrl.ToString(), "-o", "json"], "");
        Assert.Equal((1, Document(worker), ""), (json.ExitCode, json.Output, json.Error));
        var table = await ScannerRun.OfAsync(["scan", "--url", worker.WebUrl.ToString()], "");
        Assert.Contains("What to do next:", table.Output, StringComparison.Ordinal);
    }

    [InProcessFact(Why = InProcess.Snapshots)]
    public async Task Get_ReplicaThatNeverLed_NamesWhoDoes()
    {
        var one = await StartAsync("admin");
        await one.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        var two = await StartAsync("two");
        await WorkerRig.UntilAsync(_time, _workers, () => two.WhyNotReady is null, "the second replica to be ready");
        var holder = (string)_server.Store.Get("coordination.k8s.io", "leases", "default", "ephemeral-scanner")!["spec"]!["holderIdentity"]!;
        Assert.Equal($"no snapshot here: {holder} leads, ask that replica\n", await GetAsync(two, HttpStatusCode.ServiceUnavailable));
        var run = await ScannerRun.OfAsync(["scan", "--url", two.WebUrl.ToString()], "");
        Assert.Equal((3, "", $"scanner: {two.WebUrl}api/v1/posture: has no answer yet: no snapshot here: {holder} leads, ask that replica\n"), (run.ExitCode, run.Output, run.Error));
    }

    /// <summary>It goes on showing what it knew, and says that it does not lead.</summary>
    [InProcessFact(Why = InProcess.Snapshots)]
    public async Task Get_ReplicaThatLeadsNoMore_ServesWhatItKnew()
    {
        var worker = await StartAsync("admin");
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        _server.Store.StealLease(600);
        await worker.UntilAsync(() => !worker.Leads, "the leader to know");
        var run = await ScannerRun.OfAsync(["scan", "--url", worker.WebUrl.ToString(), "-o", "json"], "");
        Assert.Equal(worker.Snapshot.Scan.Namespaces.Length, run.Json.GetProperty("namespaces").GetArrayLength());
        Assert.Contains("the replica that answered does not lead any more", run.Error, StringComparison.Ordinal);
    }

    [InProcessFact(Why = InProcess.Snapshots)]
    public async Task Get_BeforeTheFirstAnswers_IsIncompleteAndFillsUp()
    {
        var held = _server.Faults.Add(new Simulator.Faults.Fault { Kind = Simulator.Faults.FaultKind.Hold, Times = int.MaxValue, When = r => r.Method == "PATCH" });
        var worker = await StartAsync("admin");
        await worker.SnapshotAsync(s => held.Hits > 0 && s.Scan.Errors.IsEmpty, "the first probes, and the policies to be read");
        var run = await ScannerRun.OfAsync(["scan", "--url", worker.WebUrl.ToString(), "-o", "json", "--fail-on", "none"], "");
        Assert.Equal((3, false), (run.ExitCode, run.Json.GetProperty("scan").GetProperty("complete").GetBoolean()));
        Assert.Contains("NotYetProbed", run.Error, StringComparison.Ordinal);
        _server.Faults.Clear();
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan", TimeSpan.FromSeconds(1));
    }

    private async Task<WorkerRig> StartAsync(string user)
    {
        var worker = await WorkerRig.StartAsync(_server, _time, user: user);
        _workers.Add(worker);
        return worker;
    }

    private static async Task<string> GetAsync(WorkerRig worker, HttpStatusCode status)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var response = await http.GetAsync(new Uri(worker.WebUrl, PostureServices.Path));
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Document(WorkerRig worker) =>
        JsonSerializer.Serialize(ScanDocumentBuilder.Build(worker.Snapshot.Scan, WorkerRemedyText.Advise), ScanJson.Document) + "\n";
}
