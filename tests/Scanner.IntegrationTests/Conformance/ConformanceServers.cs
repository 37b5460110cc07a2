using Scanner.IntegrationTests.Clusters;
using Scanner.Simulator;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Pods;

namespace Scanner.IntegrationTests.Conformance;

/// <summary>A simulated server and a real one, empty but for the report APIs; each started once, on first demand.</summary>
public sealed class ConformanceServers : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<IAsyncDisposable> _running = [];
    private readonly Dictionary<bool, ConformanceRun> _runs = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var running in Enumerable.Reverse(_running))
            await running.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>Skips the test, naming what is missing, when a real server cannot be had.</summary>
    internal async Task<ConformanceRun> GetAsync(bool real)
    {
        var (binaries, missing) = ControlPlaneBinaries.Find();
        Skip.If(real && binaries is null, missing);
        await _gate.WaitAsync();
        try
        {
            if (_runs.TryGetValue(real, out var started))
                return started;
            var run = new ConformanceRun(real ? await StartRealAsync(binaries!) : await StartSimulatedAsync());
            await run.PrepareAsync();
            return _runs[real] = run;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<HttpClient> StartSimulatedAsync()
    {
        var server = await SimulatedApiServer.StartAsync(new SimulatorOptions
        {
            Admission = store => new AdmissionChain(store, new AdmissionPlugins(), KubernetesVersion.V1_36),
            Strategies = new Dictionary<string, IResourceStrategy> { ["/pods"] = new PodStrategy(KubernetesVersion.V1_36) },
        });
        _running.Add(server);
        return server.CreateClient();
    }

    private async Task<HttpClient> StartRealAsync(ControlPlaneBinaries binaries)
    {
        var server = await RealApiServer.StartAsync(binaries, CancellationToken.None);
        _running.Add(server);
        return new AdminClient(server.Url, server.CertificateAuthorityPem, TestUsers.Admin.Token).Http;
    }
}
