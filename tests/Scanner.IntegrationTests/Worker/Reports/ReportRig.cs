using Microsoft.Extensions.Time.Testing;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Settings;

namespace Scanner.IntegrationTests.Worker.Reports;

/// <summary>Workers that publish, one after the other or together, on a simulated cluster that serves reports.</summary>
internal sealed class ReportRig : IAsyncDisposable
{
    private readonly List<WorkerRig> _workers = [];

    private ReportRig(SimulatedApiServer server, FakeTimeProvider time) => (Server, Time) = (server, time);

    public SimulatedApiServer Server { get; }

    public FakeTimeProvider Time { get; }

    /// <param name="group">Whose CRDs are there; null for none.</param>
    public static async Task<ReportRig> StartAsync(string? group = ReportApis.Group)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = time }, CancellationToken.None);
        if (group is not null)
            ReportApis.Install(server, group);
        return new ReportRig(server, time);
    }

    public async Task<WorkerRig> StartWorkerAsync(Func<WorkerSettings, WorkerSettings>? configure = null, string user = "admin")
    {
        var worker = await WorkerRig.StartAsync(Server, Time, s => (configure ?? (x => x))(s with { LeaderElection = false }), user);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>The same, until all that it has to say is in the cluster.</summary>
    public async Task<WorkerRig> PublishAsync(Func<WorkerSettings, WorkerSettings>? configure = null, string user = "admin")
    {
        var worker = await StartWorkerAsync(configure, user);
        await UntilPublishedAsync(worker);
        return worker;
    }

    public Task UntilPublishedAsync(WorkerRig worker) => UntilAsync(() => IsPublished(worker), "all reports to be up to date");

    public Task UntilAsync(Func<bool> condition, string what, TimeSpan? step = null) => WorkerRig.UntilAsync(Time, _workers, condition, what, step);

    public Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var end = Time.GetUtcNow() + time;
        return UntilAsync(() => Time.GetUtcNow() >= end, $"{time} to pass", step);
    }

    /// <summary>Ends a worker as a crash would: nothing more of it reaches the server.</summary>
    public async Task KillAsync(WorkerRig worker)
    {
        worker.Network.Cut();
        _workers.Remove(worker);
        await worker.DisposeAsync();
    }

    public static bool IsPublished(WorkerRig worker) => worker.Log.Lines.Any(l => l.Contains("reports are up to date", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Server.Faults.Clear();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await Server.DisposeAsync();
    }
}
