using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Worker.Reports;

/// <summary>What a worker writes into reports, and when, on a simulated cluster and a clock of its own.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerReportTests : IAsyncLifetime
{
    private ReportRig _rig = null!;

    public async Task InitializeAsync() => _rig = await ReportRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [InProcessFact(Why = InProcess.Clock)]
    public async Task FullScan_Ended_EachNamespaceAndTheClusterHaveTheirReport()
    {
        var worker = await _rig.PublishAsync();
        Assert.Equal(worker.Snapshot.Scan.Namespaces.Select(n => n.Name).Append("").Order(StringComparer.Ordinal), ReportApis.Versions(_rig.Server).Keys.Order(StringComparer.Ordinal));
        var open = ReportApis.Find(_rig.Server, "open")!;
        Assert.Equal("default.ephemeral-scanner", open["metadata"]!["labels"]!["ephemeral-scanner.io/instance"]!.GetValue<string>());
        Assert.Equal(("Unprotected", null), (ReportApis.Annotation(open, "verdict"), ReportApis.Annotation(open, "earlier-verdict")));
        Assert.Contains("ES101", ReportApis.Times(open).Keys);
        Assert.Equal("Protected", ReportApis.Annotation(ReportApis.Find(_rig.Server, "psa-baseline")!, "verdict"));
        var metrics = await new HttpClient().GetStringAsync(new Uri(worker.Url, "/metrics"));
        Assert.Contains($"ephemeral_scanner_reports_written_total{{kind=\"PolicyReport\",result=\"written\"}} {ReportApis.Versions(_rig.Server).Count - 1}", metrics, StringComparison.Ordinal);
        Assert.Contains("ephemeral_scanner_reports_written_total{kind=\"ClusterReport\",result=\"failed\"} 0", metrics, StringComparison.Ordinal);
    }

    /// <summary>Two full scans on, nothing of the reports has been written: resource versions stay.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task QuietHour_NothingIsWritten()
    {
        await _rig.PublishAsync();
        var before = ReportApis.Versions(_rig.Server);
        _rig.Server.ClearRequests();
        await _rig.PassAsync(TimeSpan.FromMinutes(65), TimeSpan.FromSeconds(5));
        Assert.Equal(0, ReportApis.Writes(_rig.Server));
        Assert.Equal(before, ReportApis.Versions(_rig.Server));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Restart_NothingChanged_NothingIsWritten()
    {
        await _rig.KillAsync(await _rig.PublishAsync());
        var before = ReportApis.Versions(_rig.Server);
        _rig.Server.ClearRequests();
        await _rig.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5));
        await _rig.PublishAsync();
        Assert.Equal(0, ReportApis.Writes(_rig.Server));
        Assert.Equal(before, ReportApis.Versions(_rig.Server));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Report_DeletedOrChangedByHand_ComesBackAsItWas()
    {
        await _rig.PublishAsync();
        var (open, guarded) = (ReportApis.Find(_rig.Server, "open")!, ReportApis.Find(_rig.Server, "psa-baseline")!);
        _rig.Server.Store.Delete(ReportApis.Group, ReportApis.Resource, "open", ReportApis.Name);
        var changed = guarded.DeepClone().AsObject();
        changed["summary"]!["pass"] = 7;
        changed["metadata"]!["annotations"]!["note"] = "mine";
        _rig.Server.Store.Apply(changed, "kubectl");
        await _rig.UntilAsync(
            () => ReportApis.Find(_rig.Server, "open") is not null && ReportApis.Find(_rig.Server, "psa-baseline")!["summary"]!["pass"]!.GetValue<int>() == 1, "both to come back");
        Assert.Equal(open["results"]!.ToJsonString(), ReportApis.Find(_rig.Server, "open")!["results"]!.ToJsonString());
        // What others add is theirs.
        Assert.Equal("mine", ReportApis.Find(_rig.Server, "psa-baseline")!["metadata"]!["annotations"]!["note"]!.GetValue<string>());
        _rig.Server.ClearRequests();
        await _rig.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        Assert.Equal(0, ReportApis.Writes(_rig.Server));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Findings_ComeAndGo_TheirFirstTimeStays()
    {
        var worker = await _rig.PublishAsync();
        var seen = ReportApis.Times(ReportApis.Find(_rig.Server, "open")!)["ES101"];
        _rig.Server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
        await _rig.UntilAsync(() => ReportApis.Annotation(ReportApis.Find(_rig.Server, "psa-baseline")!, "verdict") == "Unprotected", "the change to be reported");
        var lost = ReportApis.Find(_rig.Server, "psa-baseline")!;
        Assert.Equal("Protected", ReportApis.Annotation(lost, "earlier-verdict"));
        Assert.InRange(ReportApis.Times(lost)["ES106"], seen, _rig.Time.GetUtcNow().ToUnixTimeSeconds());
        await _rig.KillAsync(worker);
        await _rig.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        await _rig.PublishAsync();
        Assert.Equal(ReportApis.Times(lost), ReportApis.Times(ReportApis.Find(_rig.Server, "psa-baseline")!));
        Assert.Equal(seen, ReportApis.Times(ReportApis.Find(_rig.Server, "open")!)["ES101"]);
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Namespace_Deleted_ItsReportGoesWithItAndStaysAway()
    {
        var worker = await _rig.PublishAsync();
        _rig.Server.Store.Delete("", "namespaces", null, "open");
        await _rig.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Null(ReportApis.Find(_rig.Server, "open"));
        Assert.DoesNotContain(worker.Log.Lines, l => l.Contains("not written", StringComparison.Ordinal));
    }

    /// <summary>A namespace with 3,000 findings: the report stays below what a server stores, and says how many it left out.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Namespace_ThousandsOfFindings_IsCutAndCounted()
    {
        for (var pod = 0; pod < 30; pod++)
        {
            var containers = new JsonArray([.. Enumerable.Range(0, 100).Select(i => (JsonNode)new JsonObject
            {
                ["name"] = $"debug-{i}", ["image"] = "busybox", ["securityContext"] = new JsonObject { ["privileged"] = true },
            })]);
            _rig.Server.Store.AddPod("open", $"crowded-{pod}");
            var obj = _rig.Server.Store.Get("", "pods", "open", $"crowded-{pod}")!.DeepClone().AsObject();
            obj["spec"]!["ephemeralContainers"] = containers;
            _rig.Server.Store.Apply(obj);
        }

        await _rig.PublishAsync();
        var report = ReportApis.Find(_rig.Server, "open")!;
        var (results, cut) = (report["results"]!.AsArray().Count, int.Parse(ReportApis.Annotation(report, "truncated")!, System.Globalization.CultureInfo.InvariantCulture));
        var summary = report["summary"]!;
        Assert.InRange(results, 100, 500);
        Assert.True(results + cut >= 3000, $"{results} results and {cut} left out");
        Assert.Equal(results + cut, summary["fail"]!.GetValue<int>() + summary["warn"]!.GetValue<int>() + summary["skip"]!.GetValue<int>());
        Assert.InRange(report.ToJsonString().Length, 1, 1_500_000);
    }

    /// <summary>A namespace that left the scope is none of the scanner's any more; a report of nobody there is left alone.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Scope_Narrower_ReportsBesideItAreDeleted()
    {
        await _rig.KillAsync(await _rig.PublishAsync());
        var foreign = ReportApis.Find(_rig.Server, "psa-baseline")!.DeepClone().AsObject();
        foreign["metadata"]!["labels"]!.AsObject().Remove("ephemeral-scanner.io/instance");
        _rig.Server.Store.Apply(foreign);
        await _rig.PublishAsync(s => s with { Namespaces = ["open"] });
        await _rig.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["", "open", "psa-baseline"], ReportApis.Versions(_rig.Server).Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Namespaces that cannot be seen for the moment are not gone, and their reports stay.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Namespaces_CannotBeListed_NoReportIsDeleted()
    {
        WorkerAccount.Create(_rig.Server);
        const string reports = "\n- {apiGroups: [wgpolicyk8s.io], resources: [policyreports, clusterpolicyreports], verbs: [list, watch, create, patch, delete]}";
        WorkerAccount.Grant(_rig.Server, WorkerAccount.Everything + reports);
        await _rig.PublishAsync(user: WorkerAccount.User);
        var before = ReportApis.Versions(_rig.Server).Keys.Order(StringComparer.Ordinal).ToList();
        WorkerAccount.Grant(_rig.Server, string.Join('\n', WorkerAccount.Everything.Split('\n').Where(l => !l.Contains("namespaces", StringComparison.Ordinal))) + reports);
        _rig.Server.Faults.Add(new Scanner.Simulator.Faults.Fault { Kind = Scanner.Simulator.Faults.FaultKind.ExpiredWatch, When = r => r.IsWatch && r.Path.EndsWith("/namespaces", StringComparison.Ordinal), Times = 3 });
        await _rig.PassAsync(TimeSpan.FromMinutes(32), TimeSpan.FromSeconds(5));
        Assert.Equal(before, ReportApis.Versions(_rig.Server).Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_rig.Server.Requests, r => r.Method == "DELETE");
    }
}
