using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Health;
using Scanner.Worker.Loops;

namespace Scanner.IntegrationTests.Worker;

/// <summary>What cannot be read at the start costs what it is for, and who cannot work leaves the work to others.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerStartTests : IAsyncLifetime
{
    private const string Webhooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<WorkerRig> _workers = [];
    private SimulatedApiServer _server = null!;

    public static TheoryData<string, string, bool> Unreadable => new()
    {
        { Webhooks, "validatingwebhookconfigurations.admissionregistration.k8s.io", true },
        { "/apis/kyverno.io/v1/clusterpolicies", "clusterpolicies.kyverno.io", true },
        { "/api/v1/serviceaccounts", "serviceaccounts", false },
        { "/apis", "apis", false },
    };

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.AddEngine(_server);
        _server.AddUser("one-token", "one", "system:masters");
        _server.AddUser("two-token", "two", "system:masters");
    }

    public async Task DisposeAsync()
    {
        _server.Faults.Clear();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>Such as a conversion webhook that nobody answers for.</summary>
    /// <param name="essential">What a namespace is protected by depends on it.</param>
    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task OneKindCannotBeRead_TheRestWorksAndItIsTold(string path, string name, bool essential)
    {
        var fault = _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError, StatusCode = 500, Message = "conversion webhook failed", Times = int.MaxValue, When = r => r.Path == path,
        });
        var start = _time.GetUtcNow();
        var worker = await StartAsync("one");
        var first = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromMinutes(2), $"{_time.GetUtcNow() - start}");
        Assert.True(worker.Leads);
        Assert.False(first.Scan.Complete);
        Assert.Contains(first.Scan.Errors, e => e.Step.ToString() == $"watch {name}" && e.Message.Contains("conversion webhook failed", StringComparison.Ordinal));
        Assert.Contains(worker.Log.Lines, l => l.StartsWith($"Warning: Going on without {name}", StringComparison.Ordinal));
        await worker.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromSeconds(5));
        Assert.Empty(worker.Get<Heartbeats>().Silent());
        Assert.True(worker.Leads);
        if (essential)
            Assert.Contains(name, worker.WhyNotReady, StringComparison.Ordinal);
        else
            Assert.Null(worker.WhyNotReady);
        Assert.Contains(worker.Get<Readiness>().NotFollowed(), line => line.StartsWith($"{name} (", StringComparison.Ordinal));
        _server.Faults.Remove(fault);
        await worker.SnapshotAsync(s => s.Scan.Complete, "the kind to be read", TimeSpan.FromSeconds(2));
        await worker.UntilAsync(() => worker.WhyNotReady is null, "the worker to be ready");
        await worker.AssertAsFreshAsync();
    }

    /// <summary>What is wrong is in the log before anything works.</summary>
    [Fact]
    public async Task PodsCannotBeRead_IsToldAndNobodyStands()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 500, Message = "etcd is away", Times = int.MaxValue, When = r => r.Path == "/api/v1/pods" });
        var worker = await StartAsync("one");
        await worker.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(2));
        Assert.False(worker.Leads);
        Assert.Null(_server.Store.Get("coordination.k8s.io", "leases", "default", "ephemeral-scanner"));
        Assert.Single(worker.Log.Lines, l => l.StartsWith("Warning: The watch of pods is lost", StringComparison.Ordinal) && l.Contains("etcd is away", StringComparison.Ordinal));
        Assert.Single(worker.Log.Lines, l => l.StartsWith("Warning: Still waiting for the first lists of pods", StringComparison.Ordinal));
        Assert.StartsWith("the caches are not synced: waiting for pods", worker.WhyNotReady, StringComparison.Ordinal);
        Assert.Empty(worker.Get<Heartbeats>().Silent());
    }

    [Fact]
    public async Task OneCannotSync_TheOtherLeads()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 500, Times = int.MaxValue, When = r => r.User == "one" && r.Path == "/api/v1/pods" });
        await StartAsync("one");
        var two = await StartAsync("two");
        await UntilAsync(() => two.Board.Current is not null, "the second to lead and ask");
        Assert.Equal((false, true), (_workers[0].Leads, two.Leads));
    }

    /// <summary>The way of one replica to the server breaks, but for its lease.</summary>
    [Fact]
    public async Task LeaderCanWatchNothing_GivesTheLeaseBackAndTheOtherLeads()
    {
        var one = await StartAsync("one");
        await UntilAsync(() => one.Board.Current is not null, "the first to lead");
        var two = await StartAsync("two");
        await UntilAsync(() => two.WhyNotReady is null, "the second to be ready");
        _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError, StatusCode = 502, Times = int.MaxValue, When = r => r.User == "one" && !r.Path.Contains("/leases", StringComparison.Ordinal),
        });
        one.Network.Cut();
        one.Network.Mend();
        var start = _time.GetUtcNow();
        await UntilAsync(() => two.Leads, "the second to lead");
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        Assert.False(one.Leads);
        _server.ClearRequests();
        await UntilAsync(() => two.Board.Current is { } current && WorkerRig.IsScanned(current), "its first full scan");
        Assert.Equal(["two"], _server.Requests.Where(r => r.Method == "PATCH").Select(r => r.User).Distinct());
        Assert.Contains(one.Log.Lines, l => l.StartsWith("Warning: Stopped leading, for another may do better", StringComparison.Ordinal));
        Assert.Contains("the API server cannot be reached", one.WhyNotReady, StringComparison.Ordinal);
    }

    /// <summary>A namespace whose policies nobody has read would pass for one that has none.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task PoliciesNotYetRead_NothingIsComplete_NorInTheNextTerm()
    {
        var reading = _server.Faults.Add(SlowPolicies());
        var worker = await StartAsync("one");
        await AssertPoliciesAreMissedAsync(worker, "the first term");
        reading.Release();
        await worker.SnapshotAsync(s => s.Scan.Complete, "the policies to be read");
        Assert.Contains(worker.Snapshot.Scan.Policies, p => p.Name == "no-privileged");
        _server.Faults.Remove(reading);

        reading = _server.Faults.Add(SlowPolicies());
        var lost = _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, Times = int.MaxValue, When = r => r.Path.Contains("/leases", StringComparison.Ordinal) });
        await worker.UntilAsync(() => !worker.Leads, "the term to end");
        _server.Faults.Remove(lost);
        await worker.UntilAsync(() => worker.Leads, "the next term");
        await AssertPoliciesAreMissedAsync(worker, "the next term");
        reading.Release();
        await worker.SnapshotAsync(s => s.Scan.Complete, "the policies to be read again");
        Assert.Contains(worker.Snapshot.Scan.Policies, p => p.Name == "no-privileged");
    }

    private static Fault SlowPolicies() => new()
    {
        Kind = FaultKind.Hold,
        Times = int.MaxValue,
        When = r => r.Path.EndsWith("/validatingadmissionpolicies", StringComparison.Ordinal) && !r.Query.Contains("watch", StringComparison.Ordinal),
    };

    private static async Task AssertPoliciesAreMissedAsync(WorkerRig worker, string term)
    {
        var answered = await worker.SnapshotAsync(
            s => s.FullScans.RunningSince is not null && s.Scan.Errors.Length < 2 && s.Scan.Namespaces.All(n => n is { IsFirstAnswer: false, UnknownBecause: not UnknownReason.NotYetProbed }),
            $"all answers of {term}");
        Assert.False(answered.Scan.Complete);
        Assert.Equal("list policies", Assert.Single(answered.Scan.Errors).Step.ToString());
        Assert.Empty(answered.Scan.Policies);
    }

    private Task UntilAsync(Func<bool> condition, string what) => WorkerRig.UntilAsync(_time, _workers, condition, what, TimeSpan.FromSeconds(0.5));

    private async Task<WorkerRig> StartAsync(string user)
    {
        var worker = await WorkerRig.StartAsync(_server, _time, user: user);
        _workers.Add(worker);
        return worker;
    }
}
