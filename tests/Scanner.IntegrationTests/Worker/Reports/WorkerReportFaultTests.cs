using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;

namespace Scanner.IntegrationTests.Worker.Reports;

/// <summary>Whatever comes between a worker and its reports: in the end they say what the snapshot says.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerReportFaultTests : IAsyncLifetime
{
    private const string Reports = "\n- {apiGroups: [wgpolicyk8s.io], resources: [policyreports, clusterpolicyreports], verbs: [list, watch, create, patch, delete]}";

    private ReportRig _rig = null!;

    public async Task InitializeAsync() => _rig = await ReportRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    /// <summary>Busy, conflicts, errors, no answer: every report arrives, and the log has it once.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(FaultKind.TooManyRequests, 0)]
    [InlineData(FaultKind.ServerError, 409)]
    [InlineData(FaultKind.ServerError, 500)]
    [InlineData(FaultKind.ServerError, 503)]
    [InlineData(FaultKind.ConnectionReset, 0)]
    [InlineData(FaultKind.BadJson, 0)]
    public async Task Server_IsBusyOrFails_NothingIsLost(FaultKind kind, int status)
    {
        var fault = _rig.Server.Faults.Add(new Fault { Kind = kind, StatusCode = status, Times = 60, When = ReportApis.IsWrite });
        var worker = await _rig.PublishAsync();
        // What was stored although the answer could not be read need not be written again.
        Assert.InRange(fault.Hits, 30, 60);
        Assert.Equal(worker.Snapshot.Scan.Namespaces.Length + 1, ReportApis.Versions(_rig.Server).Count);
        Assert.InRange(worker.Log.Lines.Count(l => l.Contains("Reports are not written at present", StringComparison.Ordinal)), 0, 1);
    }

    /// <summary>Too large for the server, which may allow less than others: cut until it fits, and not tried in full again.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Report_TooLarge_IsCutUntilItFits()
    {
        for (var i = 0; i < 40; i++)
            _rig.Server.Store.ApplyYaml($$"""
                apiVersion: v1
                kind: Pod
                metadata: {name: crowded-{{i}}, namespace: open}
                spec: {containers: [ {name: web, image: web} ], ephemeralContainers: [{name: debug, image: busybox, securityContext: {privileged: true} } ] }
                """);
        _rig.Server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError, StatusCode = 413, Times = int.MaxValue, Message = "Request entity too large: limit is 6000",
            When = r => ReportApis.IsWrite(r) && r.Body?.Length > 6000,
        });
        await _rig.PublishAsync();
        var report = ReportApis.Find(_rig.Server, "open")!;
        Assert.InRange(report["results"]!.AsArray().Count, 1, 30);
        Assert.Equal(
            report["summary"]!.AsObject().Sum(s => s.Value!.GetValue<int>()),
            report["results"]!.AsArray().Count + int.Parse(ReportApis.Annotation(report, "truncated")!, System.Globalization.CultureInfo.InvariantCulture));
        _rig.Server.ClearRequests();
        _rig.Server.Store.SetLabel("open", "team", "blue");
        await _rig.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Equal(0, ReportApis.Writes(_rig.Server));
    }

    /// <summary>Killed in the middle of its writes: some reports are there, some are not, and the next start completes them.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Killed_BetweenTwoWrites_TheNextStartCompletesThem()
    {
        var written = 0;
        var stop = _rig.Server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => ReportApis.IsWrite(r) && Interlocked.Increment(ref written) > 10 });
        var first = await _rig.StartWorkerAsync();
        await _rig.UntilAsync(() => stop.Hits > 0, "a write to hang");
        var all = first.Snapshot.Scan.Namespaces.Length + 1;
        await _rig.KillAsync(first);
        _rig.Server.Faults.Remove(stop);
        var before = ReportApis.Versions(_rig.Server);
        Assert.InRange(before.Count, 1, all - 1);
        _rig.Server.ClearRequests();
        await _rig.PublishAsync();
        var after = ReportApis.Versions(_rig.Server);
        Assert.Equal(all, after.Count);
        Assert.All(before, b => Assert.Equal(b.Value, after[b.Key]));
        Assert.Equal(after.Count - before.Count, ReportApis.Writes(_rig.Server));
    }

    /// <summary>Another installation, or one of the same name in another namespace, has its reports here: neither writes over the other's.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task TwoInstallations_NeitherWritesOverTheOther()
    {
        var one = await _rig.PublishAsync();
        var before = ReportApis.Versions(_rig.Server);
        _rig.Server.AddUser("two-token", "two", "system:masters");
        var two = await _rig.StartWorkerAsync(s => s with { LeaseNamespace = "other" }, "two");
        await two.SnapshotAsync(s => s.Scan.Errors.Any(e => e.Step.ToString() == "write reports"), "the second to see that it is the second");
        _rig.Server.ClearRequests();
        await _rig.PassAsync(TimeSpan.FromMinutes(32), TimeSpan.FromSeconds(5));
        Assert.Equal((0, 0), (ReportApis.Writes(_rig.Server, "admin"), ReportApis.Writes(_rig.Server, "two")));
        Assert.Equal(before, ReportApis.Versions(_rig.Server));
        var line = Assert.Single(two.Log.Lines, l => l.Contains("belong to installation", StringComparison.Ordinal));
        Assert.Contains("default.ephemeral-scanner, not to other.ephemeral-scanner", line, StringComparison.Ordinal);
        Assert.Contains("kubectl delete policyreports,clusterpolicyreports -A -l ephemeral-scanner.io/instance=default.ephemeral-scanner", line, StringComparison.Ordinal);
        await _rig.KillAsync(one);
        // Whoever does as the line says has them anew, by the one that is left.
        foreach (var ns in before.Keys)
            _rig.Server.Store.Delete(ReportApis.Group, ns.Length == 0 ? "clusterpolicyreports" : ReportApis.Resource, ns.Length == 0 ? null : ns, ReportApis.Name);
        await _rig.UntilAsync(() => ReportApis.Versions(_rig.Server).Count == before.Count, "the second to write them");
        await two.SnapshotAsync(s => s.Scan.Errors.IsEmpty, "the error to go");
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Rights_Missing_AreNamedOnceAndReportsComeWhenTheyAreThere()
    {
        WorkerAccount.Create(_rig.Server);
        WorkerAccount.Grant(_rig.Server, WorkerAccount.Everything);
        var worker = await _rig.StartWorkerAsync(user: WorkerAccount.User);
        var snapshot = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
        Assert.True(snapshot.Scan.Complete, "reports are no part of the picture");
        await _rig.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        Assert.Contains(worker.Log.Lines, l => l.Contains("{apiGroups: [\"wgpolicyk8s.io\"], resources: [\"policyreports\"], verbs: [\"list\", \"watch\", \"create\", \"patch\", \"delete\"]}", StringComparison.Ordinal));
        Assert.Equal(2, worker.Log.Lines.Count(l => l.Contains("No permission to follow", StringComparison.Ordinal)));
        Assert.Empty(ReportApis.Versions(_rig.Server));
        WorkerAccount.Grant(_rig.Server, WorkerAccount.Everything + Reports.Replace(", create, patch", "", StringComparison.Ordinal));
        await _rig.UntilAsync(() => worker.Log.Lines.Any(l => l.Contains("Reports are not written at present: grant the rule", StringComparison.Ordinal)), "the next right to be missed");
        WorkerAccount.Grant(_rig.Server, WorkerAccount.Everything + Reports);
        await _rig.UntilPublishedAsync(worker);
        Assert.Single(worker.Log.Lines, l => l.Contains("Reports are written again", StringComparison.Ordinal));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Crds_VanishAndComeBackWhileItRuns_ReportsDoToo()
    {
        var worker = await _rig.PublishAsync();
        var before = ReportApis.Versions(_rig.Server).Keys.ToList();
        ReportApis.Uninstall(_rig.Server);
        await _rig.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5));
        Assert.True(worker.Snapshot.Scan.Complete);
        Assert.Null(worker.WhyNotReady);
        ReportApis.Install(_rig.Server);
        await _rig.UntilAsync(() => before.Count == ReportApis.Versions(_rig.Server).Count, "the reports to come back", TimeSpan.FromSeconds(1));
    }

    /// <summary>The other API comes: what is served when it appears is written, and of two the policy working group's.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Crds_OfTheOtherApi_AreUsedWhereTheyAlone()
    {
        ReportApis.Uninstall(_rig.Server);
        var worker = await _rig.StartWorkerAsync();
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
        ReportApis.Install(_rig.Server, "openreports.io");
        await _rig.UntilPublishedAsync(worker);
        Assert.Equal(worker.Snapshot.Scan.Namespaces.Length, _rig.Server.Store.List("openreports.io", "reports").Count());
        Assert.Single(_rig.Server.Store.List("openreports.io", "clusterreports"));
    }
}
