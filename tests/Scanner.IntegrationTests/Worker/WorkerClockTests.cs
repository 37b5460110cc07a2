using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Verdicts;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Probes;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Somebody sets the clock of the machine.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerClockTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly SteppedTime _clock;
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public WorkerClockTests() => _clock = new SteppedTime(_time);

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false }, own: _clock);
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
    }

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task SetBackADay_ScansGoOnAsScheduled()
    {
        var before = _worker.Get<FullScans>().State.Complete;
        _clock.Offset = TimeSpan.FromDays(-1);
        await _worker.PassAsync(TimeSpan.FromMinutes(65), TimeSpan.FromSeconds(5));
        Assert.InRange(_worker.Get<FullScans>().State.Complete - before, 2, 3);
        Assert.Contains(_worker.Log.Lines, l => l.StartsWith("Warning: The clock was set by", StringComparison.Ordinal));
    }

    /// <summary>
    /// Nobody who looks now and then sees that, but the scan in between plans the next one. Found by a run in simulated time, seed 20352: no
    /// scan for hours.
    /// </summary>
    [Fact]
    public async Task SetOnAndBackWhileAScanBegins_ScansGoOnAsScheduled()
    {
        var (schedule, scans) = (_worker.Get<FullScanSchedule>(), _worker.Get<FullScans>());
        await _worker.UntilAsync(() => schedule.Next - _clock.GetUtcNow() < TimeSpan.FromSeconds(1), "the next scan to be near");
        var before = scans.State.Complete;
        _clock.Offset = TimeSpan.FromHours(5);
        // Begun, and perhaps over already.
        await _worker.UntilAsync(
            () => scans.State is var state && state.Complete + (state.RunningSince is null ? 0 : 1) > before + 1,
            "the scan, and the beginning of one for all that seem to be missed");
        _clock.Offset = TimeSpan.Zero;
        before = scans.State.Complete;
        await _worker.PassAsync(TimeSpan.FromMinutes(65), TimeSpan.FromSeconds(5));
        Assert.InRange(scans.State.Complete - before, 2, 3);
    }

    /// <summary>No answer has grown old by that.</summary>
    [Fact]
    public async Task SetOnTwoHours_WhileNobodyAnswers_VerdictsStand()
    {
        var before = _worker.Snapshot.Scan.Namespaces.Count(n => n.Verdict == Verdict.Unknown);
        _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.Method == "PATCH" });
        _clock.Offset = TimeSpan.FromHours(2);
        await _worker.PassAsync(TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(1));
        Assert.Equal(before, _worker.Snapshot.Scan.Namespaces.Count(n => n.Verdict == Verdict.Unknown));
    }

    private sealed class SteppedTime(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
    }
}
