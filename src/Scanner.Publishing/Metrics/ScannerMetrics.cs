using Prometheus;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Metrics;

/// <summary>What Prometheus is told of one worker, in a registry of its own. Thread-safe.</summary>
/// <remarks>A scrape that met a half-finished update would mix two moments, so both take one lock.</remarks>
public sealed class ScannerMetrics : IDisposable
{
    private const string Prefix = "ephemeral_scanner_";

    private readonly CollectorRegistry _registry;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly Gauge _leader;
    private readonly Counter _scans;
    private readonly Gauge _lastSuccessfulScan;
    private long _shown;
    private int _size;

    /// <param name="registry">Empty; no other code adds to it.</param>
    public ScannerMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        var families = Prometheus.Metrics.WithCustomRegistry(registry);
        _leader = families.CreateGauge(Prefix + "leader", "1 where this replica leads, else 0.");
        _scans = families.CreateCounter(Prefix + "scans_total", "Full scans of this replica, by how they ended.", ["result"]);
        foreach (var result in Enum.GetValues<FullScanResult>())
            _scans.WithLabels(Label(result));
        _lastSuccessfulScan = families.CreateGauge(
            Prefix + "last_successful_scan_timestamp_seconds",
            "When the last full scan began that reached every namespace, as Unix time.",
            new GaugeConfiguration { SuppressInitialValue = true });
        DotNetStats.Register(registry);
    }

    /// <summary>Counts a full scan. A snapshot cannot tell: it knows only those of the present term.</summary>
    public void FullScanEnded(FullScanResult result) => _scans.WithLabels(Label(result)).Inc();

    /// <summary>The exposition of this moment, as UTF-8.</summary>
    /// <param name="snapshot">The present one; null before the first.</param>
    public async Task<ReadOnlyMemory<byte>> ExposeAsync(
        PostureSnapshot? snapshot, bool leads, ExpositionFormat format, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            _leader.Set(leads ? 1 : 0);
            if (snapshot is not null && snapshot.Number > _shown)
                Show(snapshot);
            // Into memory, so that a scraper that reads slowly does not hold the lock.
            using var text = new MemoryStream(_size);
            await _registry.CollectAndExportAsTextAsync(text, format, cancellationToken);
            _size = (int)text.Length;
            return text.GetBuffer().AsMemory(0, _size);
        }
        finally
        {
            _lock.Release();
        }
    }

    public void Dispose() => _lock.Dispose();

    private void Show(PostureSnapshot snapshot)
    {
        _shown = snapshot.Number;
        if (snapshot.FullScans.LastCompleteAt is { } complete)
            _lastSuccessfulScan.Set(complete.ToUnixTimeSeconds());
    }

    private static string Label(FullScanResult result) => result.ToString().ToLowerInvariant();
}
