using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>The families that are read from the worker at each scrape. Not for concurrent use.</summary>
internal sealed class WorkerMetrics
{
    private readonly Gauge _leader;
    private readonly GaugeSeries _cached;
    private readonly Counter _requests;
    private readonly Counter _restarts;

    public WorkerMetrics(IMetricFactory families)
    {
        _leader = families.CreateGauge(Labels.Prefix + "leader", "1 where this replica leads, else 0.");
        _cached = new GaugeSeries(families, "cached_objects", "Objects that the caches hold.", ["resource"], []);
        _requests = families.CreateCounter(
            Labels.Prefix + "kubernetes_requests_total", "Requests to the API server, by the HTTP status of the answer or by why there was none.",
            ["verb", "resource", "code"]);
        _restarts = families.CreateCounter(
            Labels.Prefix + "watch_restarts_total", "How often a watch began anew for a reason other than its end in good order.", ["resource", "reason"]);
    }

    /// <param name="leads">As the rest of the exposition takes it.</param>
    public void Show(IWorkerFigures figures, bool leads)
    {
        _leader.Set(leads ? 1 : 0);
        _cached.Show(figures.CachedObjects);
        Show(_requests, figures.Requests);
        Show(_restarts, figures.WatchRestarts);
    }

    private static void Show(Counter counter, IEnumerable<KeyValuePair<LabelValues, long>> counts)
    {
        foreach (var (series, count) in counts)
            counter.WithLabels(series.ToArray()).IncTo(count);
    }
}
