using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>Counts what becomes of reports. Thread-safe.</summary>
public sealed class ReportMetrics
{
    private static readonly string[] s_kinds = ["PolicyReport", "ClusterPolicyReport", "Report", "ClusterReport"];

    private readonly Counter _written;

    /// <param name="registry">That of the worker.</param>
    public ReportMetrics(CollectorRegistry registry)
    {
        _written = Prometheus.Metrics.WithCustomRegistry(registry).CreateCounter(
            "ephemeral_scanner_reports_written_total", "Attempts to write or delete a report, by its kind and how they ended.", ["kind", "result"]);
        foreach (var kind in s_kinds)
        {
            foreach (var result in Enum.GetValues<ReportWriteResult>())
                _written.WithLabels(kind, Label(result));
        }
    }

    /// <param name="kind">Of the report.</param>
    public void Written(string kind, ReportWriteResult result) => _written.WithLabels(kind, Label(result)).Inc();

    private static string Label(ReportWriteResult result) => result.ToString().ToLowerInvariant();
}
