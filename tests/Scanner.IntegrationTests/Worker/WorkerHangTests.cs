using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Verdicts;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Worker;

/// <summary>The webhook of some tenants never answers; the other namespaces must not notice.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerHangTests : IAsyncLifetime
{
    private const int Hanging = 64;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        for (var i = 0; i < Hanging; i++)
        {
            _server.Store.ApplyYaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: slow-{i}}}}}");
            _server.Store.AddPod($"slow-{i}", "web");
        }

        _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.Path.Contains("/namespaces/slow-", StringComparison.Ordinal) });
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false });
    }

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ManyHang_TheOthersHaveTheirFirstAnswersSoonAndChangesAreSeenAtOnce()
    {
        var start = _time.GetUtcNow();
        await _worker.SnapshotAsync(s => s.Scan.Namespaces.Where(n => !IsSlow(n.Name)).All(n => n.UnknownBecause is not Core.Admission.Answers.UnknownReason.NotYetProbed), "the others");
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromSeconds(10), $"{_time.GetUtcNow() - start}");
        var worst = TimeSpan.Zero;
        foreach (var value in new[] { null, "baseline", null, "baseline", null, "baseline" })
        {
            // Longer than two rounds: what a change waits for is not the least distance.
            await _worker.PassAsync(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(0.5));
            _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, value);
            start = _time.GetUtcNow();
            await _worker.SnapshotAsync(
                s => s.Scan.Namespaces.Single(n => n.Name == "psa-baseline").Verdict == (value is null ? Verdict.Unprotected : Verdict.Protected), "the verdict to turn");
            worst = _time.GetUtcNow() - start > worst ? _time.GetUtcNow() - start : worst;
        }

        Assert.True(worst < TimeSpan.FromSeconds(1), $"{worst}");
    }

    private static bool IsSlow(string ns) => ns.StartsWith("slow-", StringComparison.Ordinal);
}
