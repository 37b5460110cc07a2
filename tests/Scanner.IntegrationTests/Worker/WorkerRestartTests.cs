using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Caches;

namespace Scanner.IntegrationTests.Worker;

/// <summary>API servers that restart under a worker with a plain account: for a moment they refuse everything and serve next to nothing.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerRestartTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.Create(_server);
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
        WorkerAccount.AddEngine(_server);
        _worker = await WorkerRig.StartAsync(_server, _time, user: WorkerAccount.User);
        await _worker.SnapshotAsync(s => s.Scan.Complete && WorkerRig.IsScanned(s), "the first full scan");
    }

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(240)]
    public async Task Restart_RefusesAndHidesForAMoment_NothingIsLostOrClaimed(int seconds)
    {
        var followed = Followed();
        Assert.Contains("clusterpolicies.kyverno.io", followed);
        List<string> seen = [];
        for (var round = 0; round < 3; round++)
        {
            _worker.Network.Cut();
            await PassAsync(TimeSpan.FromSeconds(seconds), seen);
            _server.AddStart(_time);
            _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, round % 2 == 0 ? null : "baseline");
            _worker.Network.Mend();
            var back = _time.GetUtcNow();
            await PassAsync(
                TimeSpan.FromMinutes(2), seen, () => Verdict("psa-baseline") == (round % 2 == 0 ? Core.Admission.Verdicts.Verdict.Unprotected : Core.Admission.Verdicts.Verdict.Protected));
            // The pause that a watch was in, and the second in which it was refused.
            Assert.True(_time.GetUtcNow() - back <= TimeSpan.FromSeconds(36), $"{_time.GetUtcNow() - back} in round {round}");
            await PassAsync(TimeSpan.FromMinutes(2), seen);
        }

        Assert.DoesNotContain(seen, line => line.Contains("Forbidden", StringComparison.Ordinal) || line.Contains("NotServed", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.Contains("ES502", StringComparison.Ordinal) || line.Contains("NoPermission", StringComparison.Ordinal));
        Assert.Equal(followed, Followed());
        Assert.All(_worker.Get<ClusterWatch>().Watches, w => Assert.Equal(WatchPhase.Synced, w.Status.Phase));
        Assert.DoesNotContain(_worker.Log.Lines, l => l.Contains("No permission", StringComparison.Ordinal) || l.Contains("No longer watching", StringComparison.Ordinal));
        Assert.DoesNotContain(_worker.Log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
        Assert.True(_worker.Snapshot.Scan.Complete, string.Join('\n', _worker.Snapshot.Scan.Errors));
        Assert.Null(_worker.WhyNotReady);
    }

    /// <summary>Probes that were under way are answered in that second too; what it said is no knowledge of rights.</summary>
    [Fact]
    public async Task Restart_WhileProbing_RefusalsAreAskedAgain()
    {
        var held = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.Method == "PATCH" });
        foreach (var ns in new[] { "psa-baseline", "open" })
            _server.Store.SetLabel(ns, "team", "blue");
        await _worker.UntilAsync(() => held.Hits >= 2, "probes to be under way");
        _worker.Network.Cut();
        _server.AddStart(_time);
        _server.Faults.Remove(held);
        _worker.Network.Mend();
        List<string> seen = [];
        await PassAsync(TimeSpan.FromSeconds(90), seen);
        Assert.DoesNotContain(seen, line => line.Contains("ES502", StringComparison.Ordinal) || line.Contains("NoPermission", StringComparison.Ordinal));
        Assert.Equal(Core.Admission.Verdicts.Verdict.Protected, Verdict("psa-baseline"));
        await _worker.AssertAsFreshAsync();
    }

    /// <summary>A right that is really taken is told, half a minute after the server said so first.</summary>
    [Fact]
    public async Task RightTaken_IsForbiddenAfterHalfAMinute()
    {
        WorkerAccount.Grant(_server, WorkerAccount.Everything.Replace("resources: [pods], verbs: [get, list, watch, create]", "resources: [pods], verbs: [create]", StringComparison.Ordinal));
        _worker.Network.Cut();
        _worker.Network.Mend();
        await _worker.UntilAsync(() => _worker.Get<ClusterWatch>().PodStatus is { Phase: WatchPhase.Forbidden }, "the refusal to be believed");
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: No permission to", StringComparison.Ordinal));
        await _worker.SnapshotAsync(s => !s.Scan.Complete && s.Scan.Findings.Any(f => f.Rule == "ES502"), "the finding");
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
        await _worker.SnapshotAsync(s => s.Scan.Complete, "the right to be seen", TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task Discovery_HidesAnEngineForGood_IsDroppedAfterTwoLooksAndTold()
    {
        _server.Store.Delete("apiextensions.k8s.io", "customresourcedefinitions", null, "clusterpolicies.kyverno.io");
        _worker.Network.Cut();
        _worker.Network.Mend();
        await _worker.UntilAsync(() => !Followed().Contains("clusterpolicies.kyverno.io"), "the kind to be dropped", TimeSpan.FromSeconds(0.5));
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: No longer watching clusterpolicies.kyverno.io: ", StringComparison.Ordinal));
        await _worker.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Null(_worker.WhyNotReady);
        WorkerAccount.AddEngine(_server);
        await _worker.UntilAsync(() => Followed().Contains("clusterpolicies.kyverno.io"), "the kind to be followed again", TimeSpan.FromSeconds(1));
    }

    /// <summary>Every server has them, whatever its discovery says, and for however long.</summary>
    [Fact]
    public async Task Discovery_HidesAdmissionKindsForAnHour_TheyAreFollowedAndItIsTold()
    {
        var followed = Followed();
        _server.AddFor(_time, TimeSpan.FromHours(1), FaultKind.FewGroups, r => r.Path == "/apis");
        _worker.Network.Cut();
        _worker.Network.Mend();
        await _worker.PassAsync(TimeSpan.FromMinutes(50), TimeSpan.FromSeconds(2));
        Assert.Equal([.. followed.Append("apis").Order(StringComparer.Ordinal)], Followed());
        Assert.Contains(_worker.Snapshot.Scan.Errors, e => e.Step.ToString() == "watch apis");
        Assert.False(_worker.Snapshot.Scan.Complete);
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: The server does not say what it serves", StringComparison.Ordinal));
        await _worker.SnapshotAsync(s => s.Scan.Complete, "the discovery to be whole again", TimeSpan.FromSeconds(2));
    }

    private Verdict Verdict(string ns) => _worker.Snapshot.Scan.Namespaces.Single(n => n.Name == ns).Verdict;

    private List<string> Followed() => [.. _worker.Get<ClusterWatch>().Watches.Select(w => w.Target.Name).Order(StringComparer.Ordinal)];

    /// <summary>Lets time pass and writes down all that is claimed meanwhile.</summary>
    private async Task PassAsync(TimeSpan time, List<string> seen, Func<bool>? until = null)
    {
        var end = _time.GetUtcNow() + time;
        await _worker.UntilAsync(
            () =>
            {
                seen.AddRange(_worker.Get<ClusterWatch>().Watches.Select(w => $"{w.Target.Name} {w.Status.Phase}"));
                // A new term begins with an empty board.
                if (_worker.Board.Current is not { } snapshot)
                    return false;
                seen.AddRange(snapshot.Scan.Findings.Where(f => f.Rule == "ES502").Select(f => $"{f.Rule} {f.Message}"));
                seen.AddRange(snapshot.Scan.Namespaces.Select(n => $"{n.Name} {n.UnknownBecause}"));
                return until?.Invoke() ?? _time.GetUtcNow() >= end;
            },
            until is null ? $"{time} to pass" : "the change to be seen",
            TimeSpan.FromSeconds(0.25));
    }
}
