using System.Text;
using Prometheus;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Publishing.Metrics;

namespace Scanner.Publishing.Tests.Metrics;

public sealed class ScannerMetricsTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Expose_BeforeTheFirstSnapshot_HasNoTimeOfASuccess()
    {
        using var metrics = new ScannerMetrics(new CollectorRegistry());
        var text = await ExposeAsync(metrics, null, leads: false);
        Assert.Equal(
            ["leader 0", "scans_total{result=\"complete\"} 0", "scans_total{result=\"failed\"} 0", "scans_total{result=\"incomplete\"} 0"],
            Own(text));
    }

    [Fact]
    public async Task Expose_AfterScans_HasTheirCountsAndThePresentSnapshot()
    {
        using var metrics = new ScannerMetrics(new CollectorRegistry());
        metrics.FullScanEnded(FullScanResult.Complete);
        metrics.FullScanEnded(FullScanResult.Complete);
        metrics.FullScanEnded(FullScanResult.Failed);
        await ExposeAsync(metrics, Snapshot(1, s_noon), leads: true);
        var text = await ExposeAsync(metrics, Snapshot(2, s_noon.AddHours(1)), leads: true);
        Assert.Equal(
            [
                "last_successful_scan_timestamp_seconds 1795525200", "leader 1",
                "scans_total{result=\"complete\"} 2", "scans_total{result=\"failed\"} 1", "scans_total{result=\"incomplete\"} 0",
            ],
            Own(text));
    }

    /// <summary>Two scrapes may bring their snapshots in any order.</summary>
    [Fact]
    public async Task Expose_AnOlderSnapshot_ChangesNothing()
    {
        using var metrics = new ScannerMetrics(new CollectorRegistry());
        await ExposeAsync(metrics, Snapshot(2, s_noon), leads: true);
        Assert.Contains("last_successful_scan_timestamp_seconds 1795521600", Own(await ExposeAsync(metrics, Snapshot(1, s_noon.AddHours(-1)), leads: true)));
    }

    [Fact]
    public async Task Expose_EveryFamily_HasHelpAndType()
    {
        using var metrics = new ScannerMetrics(new CollectorRegistry());
        var lines = (await ExposeAsync(metrics, Snapshot(1, s_noon), leads: true)).Split('\n');
        Assert.All(Own(string.Join('\n', lines)), l =>
        {
            var family = "ephemeral_scanner_" + l.Split('{', ' ')[0];
            Assert.Single(lines, line => line.StartsWith($"# HELP {family} ", StringComparison.Ordinal));
            Assert.Single(lines, line => line.StartsWith($"# TYPE {family} ", StringComparison.Ordinal));
        });
        Assert.Contains(lines, l => l.StartsWith("process_cpu_seconds_total ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("dotnet_collection_count_total{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Expose_OpenMetrics_EndsWithItsMark()
    {
        using var metrics = new ScannerMetrics(new CollectorRegistry());
        var text = await ExposeAsync(metrics, null, leads: false, ExpositionFormat.OpenMetricsText);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE ephemeral_scanner_scans counter\n", text, StringComparison.Ordinal);
    }

    private static async Task<string> ExposeAsync(
        ScannerMetrics metrics, PostureSnapshot? snapshot, bool leads, ExpositionFormat format = ExpositionFormat.PrometheusText) =>
        Encoding.UTF8.GetString((await metrics.ExposeAsync(snapshot, leads, format, CancellationToken.None)).Span);

    /// <summary>The samples of the scanner itself, without its prefix.</summary>
    private static IEnumerable<string> Own(string text) => text.Split('\n')
        .Where(l => l.StartsWith("ephemeral_scanner_", StringComparison.Ordinal))
        .Select(l => l["ephemeral_scanner_".Length..])
        .Order(StringComparer.Ordinal);

    private static PostureSnapshot Snapshot(long number, DateTimeOffset completeAt)
    {
        var scan = new ScanResult { Cluster = new ClusterReference("server", null, null), StartedAt = completeAt, Duration = TimeSpan.Zero };
        return new PostureSnapshot(number, completeAt, scan, FullScanState.None with { LastCompleteAt = completeAt });
    }
}
