using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A configuration file that changes under a running worker.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerSettingsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly string _file = Path.GetTempFileName();
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        await File.WriteAllTextAsync(_file, "schedule: {cron: 0 0 * * * ?}\nprobe: {targetsPerNamespace: 1}\nnamespaceSelector: '!skipped'\n");
        _worker = await WorkerRig.StartAsync(_server, _time, configFile: _file);
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task ProbeAndSchedule_Change_ApplyWithoutRestart()
    {
        await File.WriteAllTextAsync(_file, "schedule: {cron: 0 0/2 * * * ?}\nprobe: {profiles: [sysadmin]}\nnamespaceSelector: '!skipped'\n");
        await _worker.SnapshotAsync(
            s => s.Scan.Namespaces.SelectMany(n => n.Targets).SelectMany(t => t.Probes).Any(p => p.Profile == ProbeProfile.Sysadmin),
            "the new profile to be probed");
        Assert.True(_time.GetUtcNow().Minute < 5, $"{_time.GetUtcNow()}");
        Assert.Contains("Information: Configuration applied: probe and schedule", _worker.Log.Lines);
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task File_Broken_WhatIsInForceStaysAndItIsToldOnce()
    {
        await File.WriteAllTextAsync(_file, "schedule: {cron: never}\nprobe: {targetsPerNamespace: 1000}\n");
        await _worker.PassAsync(TimeSpan.FromMinutes(1));
        var refused = Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: The changed configuration is not used", StringComparison.Ordinal));
        Assert.Contains("schedule.cron: 'never'", refused, StringComparison.Ordinal);
        Assert.Contains("probe.targetsPerNamespace: '1000'", refused, StringComparison.Ordinal);
        Assert.Equal("0 0 * * * ?", _worker.Get<LiveSettings>().Current.Cron);
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Scope_Changes_IsToldToNeedARestart()
    {
        await File.WriteAllTextAsync(_file, "schedule: {cron: 0 0 * * * ?}\nprobe: {targetsPerNamespace: 1}\nnamespaceSelector: team=blue\n");
        await _worker.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Single(_worker.Log.Lines, "Warning: Changes of namespaceSelector take effect after a restart");
        Assert.Equal(FullScanResult.Complete, _worker.Snapshot.FullScans.LastResult);
    }
}
