using System.Text;
using Prometheus;
using Scanner.Publishing.Metrics;

namespace Scanner.Publishing.Tests.Metrics;

/// <summary>All metrics of one worker.</summary>
internal sealed class MetricsRig : IDisposable
{
    private const string Prefix = "ephemeral_scanner_";

    private readonly ScannerMetrics _metrics;

    public MetricsRig()
    {
        var registry = new CollectorRegistry();
        (Scans, Probes) = (new ScanMetrics(registry), new ProbeMetrics(registry));
        _metrics = new ScannerMetrics(registry);
    }

    public ScanMetrics Scans { get; }

    public ProbeMetrics Probes { get; }

    public void Dispose() => _metrics.Dispose();

    public async Task<string> ExposeAsync(IWorkerFigures figures, ExpositionFormat format = ExpositionFormat.PrometheusText) =>
        Encoding.UTF8.GetString((await _metrics.ExposeAsync(figures, format, packed: false, CancellationToken.None)).Span);

    /// <summary>The samples of some families, without the prefix, in order.</summary>
    public async Task<string[]> SamplesAsync(IWorkerFigures figures, params string[] families)
    {
        var text = await ExposeAsync(figures);
        return [.. Own(text).Where(l => families.Contains(l.Split('{', ' ')[0])).Order(StringComparer.Ordinal)];
    }

    /// <summary>The samples of the scanner itself, without its prefix.</summary>
    public static IEnumerable<string> Own(string text) =>
        text.Split('\n').Where(l => l.StartsWith(Prefix, StringComparison.Ordinal)).Select(l => l[Prefix.Length..]);
}
