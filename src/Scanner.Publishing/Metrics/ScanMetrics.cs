using Prometheus;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Metrics;

/// <summary>Counts and times full scans. Thread-safe.</summary>
public sealed class ScanMetrics
{
    // From a handful of namespaces to ten thousand at the rate of a slow server.
    private static readonly double[] s_buckets = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600];

    private readonly Counter _scans;
    private readonly Histogram _duration;

    /// <param name="registry">Where the families are shown.</param>
    public ScanMetrics(CollectorRegistry registry)
    {
        var families = Prometheus.Metrics.WithCustomRegistry(registry);
        _scans = families.CreateCounter(Labels.Prefix + "scans_total", "Full scans of this replica, by how they ended.", ["result"]);
        foreach (var result in Enum.GetValues<FullScanResult>())
            _scans.WithLabels(Labels.Of(result));
        _duration = families.CreateHistogram(
            Labels.Prefix + "scan_duration_seconds", "How long full scans of this replica took, however they ended.",
            new HistogramConfiguration { Buckets = s_buckets });
    }

    /// <summary>Counts a full scan. A snapshot cannot tell: it knows only those of the present term.</summary>
    public void Ended(FullScanResult result, TimeSpan duration)
    {
        _scans.WithLabels(Labels.Of(result)).Inc();
        _duration.Observe(duration.TotalSeconds);
    }
}
