using Prometheus;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Publishing.Metrics;

namespace Scanner.Publishing.Tests.Metrics;

public sealed class ScannerMetricsTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly MetricsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Expose_BeforeTheFirstSnapshot_HasNoTimeOfASuccess() => Assert.Equal(
        ["leader 0", "scans_total{result=\"complete\"} 0", "scans_total{result=\"failed\"} 0", "scans_total{result=\"incomplete\"} 0"],
        await _rig.SamplesAsync(new Figures(null, false), "leader", "scans_total", "last_successful_scan_timestamp_seconds"));

    [Fact]
    public async Task Expose_AfterScans_HasTheirCountsAndThePresentSnapshot()
    {
        _rig.Scans.Ended(FullScanResult.Complete, TimeSpan.FromSeconds(2));
        _rig.Scans.Ended(FullScanResult.Complete, TimeSpan.FromSeconds(3));
        _rig.Scans.Ended(FullScanResult.Failed, TimeSpan.FromSeconds(70));
        await _rig.ExposeAsync(new Figures(Snapshot(1, s_noon), true));
        Assert.Equal(
            [
                "last_successful_scan_timestamp_seconds 1795525200", "leader 1", "scan_duration_seconds_count 3", "scan_duration_seconds_sum 75",
                "scans_total{result=\"complete\"} 2", "scans_total{result=\"failed\"} 1", "scans_total{result=\"incomplete\"} 0",
            ],
            await _rig.SamplesAsync(
                new Figures(Snapshot(2, s_noon.AddHours(1)), true),
                "last_successful_scan_timestamp_seconds", "leader", "scans_total", "scan_duration_seconds_count", "scan_duration_seconds_sum"));
    }

    /// <summary>Two scrapes may bring their snapshots in any order.</summary>
    [Fact]
    public async Task Expose_AnOlderSnapshot_ChangesNothing()
    {
        await _rig.ExposeAsync(new Figures(Snapshot(2, s_noon), true));
        Assert.Equal(
            ["last_successful_scan_timestamp_seconds 1795521600"],
            await _rig.SamplesAsync(new Figures(Snapshot(1, s_noon.AddHours(-1)), true), "last_successful_scan_timestamp_seconds"));
    }

    [Fact]
    public async Task Expose_EveryFamily_HasHelpAndType()
    {
        var lines = (await _rig.ExposeAsync(new Figures(Snapshot(1, s_noon), true))).Split('\n');
        var families = lines.Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]).ToList();
        Assert.Equal(families.Distinct(), families);
        Assert.All(families, f => Assert.Single(lines, line => line.StartsWith($"# HELP {f} ", StringComparison.Ordinal)));
        var declared = families.ToHashSet();
        Assert.All(MetricsRig.Own(string.Join('\n', lines)), l =>
        {
            var name = "ephemeral_scanner_" + l.Split('{', ' ')[0];
            Assert.Contains(new[] { "", "_bucket", "_sum", "_count" }, s => name.EndsWith(s, StringComparison.Ordinal) && declared.Contains(name[..^s.Length]));
        });
        Assert.Contains(lines, l => l.StartsWith("process_cpu_seconds_total ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("dotnet_collection_count_total{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Expose_OpenMetrics_EndsWithItsMark()
    {
        var text = await _rig.ExposeAsync(new Figures(null, false), ExpositionFormat.OpenMetricsText);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE ephemeral_scanner_scans counter\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expose_BuildInfo_HasVersionAndCommit()
    {
        var build = Assert.Single(await _rig.SamplesAsync(new Figures(null, false), "build_info"));
        Assert.Matches("^build_info\\{version=\"[0-9.]+[^\"+]*\",commit=\"([0-9a-f]{40}|unknown)\"\\} 1$", build);
    }

    /// <summary>A series that appears only when something goes wrong hides its first time from <c>increase()</c>.</summary>
    [Fact]
    public async Task Expose_ProbesFromTheStart_HaveEveryProfileAndOutcome()
    {
        var zero = await _rig.SamplesAsync(new Figures(null, false), "probe_requests_total");
        Assert.Equal(Enum.GetValues<ProbeProfile>().Length * Enum.GetValues<ProbeOutcome>().Length, zero.Length);
        Assert.All(zero, l => Assert.EndsWith(" 0", l, StringComparison.Ordinal));
        _rig.Probes.Ended(ProbeProfile.Privileged, ProbeOutcome.Denied);
        _rig.Probes.Took(TimeSpan.FromMilliseconds(30));
        var after = await _rig.SamplesAsync(new Figures(null, false), "probe_requests_total", "probe_duration_seconds_bucket");
        Assert.Contains("probe_requests_total{profile=\"privileged\",outcome=\"Denied\"} 1", after);
        Assert.Contains("probe_duration_seconds_bucket{le=\"0.025\"} 0", after);
        Assert.Contains("probe_duration_seconds_bucket{le=\"0.05\"} 1", after);
    }

    [Fact]
    public async Task Expose_FiguresOfTheWorker_AreShown()
    {
        var figures = new Figures(null, true);
        figures = figures with
        {
            RequestsSoFar = figures.RequestsSoFar.Add(new LabelValues("list", "pods", "200"), 3),
            RestartsSoFar = figures.RestartsSoFar.Add(new LabelValues("pods", "lost"), 0),
            Cached = figures.Cached.Add(new LabelValues("pods"), 20).Add(new LabelValues("constrainttemplates.templates.gatekeeper.sh"), 2),
        };
        await _rig.ExposeAsync(figures);
        // A resource that is served no more goes; what was counted stays.
        figures = figures with { Cached = figures.Cached.Remove(new LabelValues("constrainttemplates.templates.gatekeeper.sh")) };
        Assert.Equal(
            [
                "cached_objects{resource=\"pods\"} 20", "kubernetes_requests_total{verb=\"list\",resource=\"pods\",code=\"200\"} 3",
                "watch_restarts_total{resource=\"pods\",reason=\"lost\"} 0",
            ],
            await _rig.SamplesAsync(figures, "cached_objects", "kubernetes_requests_total", "watch_restarts_total"));
    }

    private static PostureSnapshot Snapshot(long number, DateTimeOffset completeAt)
    {
        var scan = new ScanResult { Cluster = new ClusterReference("server", null, null), StartedAt = completeAt, Duration = TimeSpan.Zero };
        return new PostureSnapshot(number, completeAt, scan, FullScanState.None with { LastCompleteAt = completeAt });
    }
}
