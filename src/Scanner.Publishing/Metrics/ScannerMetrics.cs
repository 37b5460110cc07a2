using System.IO.Compression;
using System.Reflection;
using Prometheus;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Metrics;

/// <summary>What Prometheus is told of one worker, in a registry of its own. Thread-safe.</summary>
/// <remarks>
/// A scrape that met a half-finished update would mix two moments, so scrapes come one after the other. They wait for nothing else: the
/// snapshot is read without a lock.
/// </remarks>
public sealed class ScannerMetrics : IDisposable
{
    // Ends an exposition in OpenMetrics.
    private static readonly byte[] s_end = "# EOF\n"u8.ToArray();

    private readonly CollectorRegistry _registry;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly SnapshotMetrics _snapshot;
    private readonly WorkerMetrics _worker;

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
    /// <param name="packed">By gzip.</param>
    public async Task<ReadOnlyMemory<byte>> ExposeAsync(
        IWorkerFigures figures, ExpositionFormat format, bool packed, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            // What a replica knew that leads no more grows old, and would stand beside what the leader knows now. As it shows nothing of the
            // cluster, the maximum over all replicas is the truth.
            var leads = figures.Leads;
            var snapshot = leads ? figures.Snapshot : null;
            _worker.Show(figures, leads);
            _snapshot.Show(snapshot);
            // Into memory, so that a scraper that reads slowly does not hold the lock.
            var text = new MemoryStream();
            if (packed)
            {
                // Its end writes the rest.
                await using var gzip = new GZipStream(text, CompressionLevel.Fastest, leaveOpen: true);
                await ExposeAsync(gzip, snapshot, format, cancellationToken);
            }
            else
            {
                await ExposeAsync(text, snapshot, format, cancellationToken);
            }

            return text.GetBuffer().AsMemory(0, (int)text.Length);
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task ExposeAsync(Stream target, PostureSnapshot? snapshot, ExpositionFormat format, CancellationToken cancellationToken)
    {
        using var registered = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(registered, format, cancellationToken);
        var text = registered.GetBuffer().AsMemory(0, (int)registered.Length);
        var end = text.Span.EndsWith(s_end) ? s_end.Length : 0;
        await target.WriteAsync(text[..^end], cancellationToken);
        using (var writer = new SampleWriter(target, format))
            NamespaceSamples.Write(writer, snapshot?.Scan);
        await target.WriteAsync(text[^end..], cancellationToken);
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
