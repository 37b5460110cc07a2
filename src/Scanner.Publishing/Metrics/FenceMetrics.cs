using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>Whether the scanner is fenced, as Prometheus is told. Thread-safe.</summary>
public sealed class FenceMetrics
{
    private readonly Gauge _fenced;

    public FenceMetrics(CollectorRegistry registry) =>
        _fenced = Prometheus.Metrics.WithCustomRegistry(registry).CreateGauge(
            "ephemeral_scanner_fenced",
            "1 where the API server refuses real writes of the scanner's account, 0 where it admits them; absent where this replica has not found out.",
            new GaugeConfiguration { SuppressInitialValue = true });

    /// <param name="fenced">Null when nothing is known.</param>
    public void Show(bool? fenced)
    {
        if (fenced is { } known)
            _fenced.Set(known ? 1 : 0);
        else
            _fenced.Unpublish();
    }
}
