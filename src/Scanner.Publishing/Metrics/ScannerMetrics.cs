using System.Reflection;
using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>What Prometheus is told of one worker, in a registry of its own. Thread-safe.</summary>
/// <remarks>
/// A scrape that met a half-finished update would mix two moments, so scrapes come one after the other. They wait for nothing else: the
/// snapshot is read without a lock, and only what changed in it is shown anew.
/// </remarks>
public sealed class ScannerMetrics : IDisposable
{
    private readonly CollectorRegistry _registry;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly SnapshotMetrics _snapshot;
    private readonly WorkerMetrics _worker;
    private int _size;

    /// <param name="registry">Others may add families of their own to it.</param>
    public ScannerMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        var families = Prometheus.Metrics.WithCustomRegistry(registry);
        _snapshot = new SnapshotMetrics(families);
        _worker = new WorkerMetrics(families);
        var (version, commit) = Build();
        families.CreateGauge(Labels.Prefix + "build_info", "1, with the version of the scanner and the commit it was built from.", ["version", "commit"])
            .WithLabels(version, commit).Set(1);
        DotNetStats.Register(registry);
    }

    /// <summary>The exposition of this moment, as UTF-8.</summary>
    public async Task<ReadOnlyMemory<byte>> ExposeAsync(IWorkerFigures figures, ExpositionFormat format, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            _worker.Show(figures);
            _snapshot.Show(figures.Leads ? figures.Snapshot : null);
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

    // The build writes both into one attribute: VERSION+COMMIT, without the second part where it knew of no commit.
    private static (string Version, string Commit) Build()
    {
        var text = typeof(ScannerMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var parts = text.Split('+', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : "unknown");
    }
}
