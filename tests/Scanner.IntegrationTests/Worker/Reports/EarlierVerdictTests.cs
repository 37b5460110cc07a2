using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator.Faults;

namespace Scanner.IntegrationTests.Worker.Reports;

/// <summary>What namespaces were before is in their reports: a protection that is lost while nobody looks is ES106 at the first look.</summary>
[Collection(WorkerCollection.Name)]
public sealed class EarlierVerdictTests : IAsyncLifetime
{
    private const string Lost = "psa-baseline";

    private ReportRig _rig = null!;

    public async Task InitializeAsync() => _rig = await ReportRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Protection_LostWhileNobodyRuns_IsFoundByTheFirstScanAndStandsUntilMended()
    {
        await _rig.KillAsync(await _rig.PublishAsync());
        _rig.Server.Store.SetLabel(Lost, StoreChanges.Enforce, null);
        await _rig.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(1));
        for (var start = 0; start < 3; start++)
        {
            var worker = await _rig.StartWorkerAsync();
            var first = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
            Assert.True(IsLost(first), $"start {start}");
            await _rig.UntilPublishedAsync(worker);
            await _rig.KillAsync(worker);
        }

        _rig.Server.Store.SetLabel(Lost, StoreChanges.Enforce, "baseline");
        await _rig.KillAsync(await _rig.PublishAsync());
        var last = await _rig.PublishAsync();
        Assert.False(IsLost(last.Snapshot));
    }

    /// <summary>Killed after the change, before its next scan.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Killed_BetweenTheChangeAndTheNextScan_TheNextOneFindsTheLoss()
    {
        var worker = await _rig.PublishAsync();
        worker.Network.Cut();
        _rig.Server.Store.SetLabel(Lost, StoreChanges.Enforce, null);
        await _rig.KillAsync(worker);
        var next = await _rig.StartWorkerAsync();
        Assert.True(IsLost(await next.SnapshotAsync(WorkerRig.IsScanned, "the first scan")));
    }

    /// <summary>Reports that cannot be read at the start are not waited for for ever, and count as soon as they can.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Reports_CannotBeReadAtTheStart_TheLossIsFoundOnceTheyCan()
    {
        await _rig.KillAsync(await _rig.PublishAsync());
        _rig.Server.Store.SetLabel(Lost, StoreChanges.Enforce, null);
        var held = _rig.Server.Faults.Add(new Fault { Kind = FaultKind.ServerError, Times = int.MaxValue, When = r => r.Method == "GET" && r.Path.EndsWith("/policyreports", StringComparison.Ordinal) });
        var worker = await _rig.StartWorkerAsync();
        var first = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
        Assert.Equal((Verdict.Unprotected, false), (first.Scan.Namespaces.Single(n => n.Name == Lost).Verdict, IsLost(first)));
        Assert.Contains(worker.Log.Lines, l => l.Contains("The reports of before could not be read", StringComparison.Ordinal));
        _rig.Server.Faults.Remove(held);
        await worker.SnapshotAsync(IsLost, "the loss to be found", TimeSpan.FromSeconds(1));
    }

    /// <summary>Another replica led in between: what it found counts, not what this one remembers of before.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Leader_Changes_WhatTheLastOneFoundCounts()
    {
        _rig.Server.Store.SetLabel(Lost, StoreChanges.Enforce, null);
        _rig.Server.AddUser("two-token", "two", "system:masters");
        var one = await _rig.PublishAsync(s => s with { LeaderElection = true });
        var two = await _rig.StartWorkerAsync(s => s with { LeaderElection = true }, "two");
        await _rig.UntilAsync(() => two.WhyNotReady is null, "the second to be ready");
        one.Network.Cut();
        await _rig.UntilAsync(() => two.Leads, "the second to lead");
        _rig.Server.Store.SetLabel(Lost, StoreChanges.Enforce, "baseline");
        await _rig.UntilPublishedAsync(two);
        await _rig.UntilAsync(() => ReportApis.Annotation(ReportApis.Find(_rig.Server, Lost)!, "verdict") == "Protected", "the new protection to be reported");
        one.Network.Mend();
        await _rig.KillAsync(two);
        _rig.Server.Store.SetLabel(Lost, StoreChanges.Enforce, null);
        await _rig.UntilAsync(() => one.Leads, "the first to lead again");
        await one.SnapshotAsync(s => WorkerRig.IsScanned(s) && IsLost(s), "the loss to be found");
    }

    private static bool IsLost(PostureSnapshot snapshot) => snapshot.Scan.Findings.Any(f => f.Rule == "ES106" && f.Resource.Name == Lost);
}
