using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>Shows a set of counts as one family. A series whose count is gone is removed, or becomes 0 where its labels are a closed set.</summary>
internal sealed class GaugeSeries
{
    private readonly Gauge _gauge;
    private readonly HashSet<LabelValues> _closed;
    private readonly HashSet<LabelValues> _shown = [];
    private readonly List<LabelValues> _gone = [];

    /// <param name="closed">Series that are always there.</param>
    public GaugeSeries(IMetricFactory families, string name, string help, string[] labels, IEnumerable<LabelValues> closed)
    {
        _gauge = families.CreateGauge(Labels.Prefix + name, help, labels);
        _closed = [.. closed];
        foreach (var series in _closed)
            _gauge.WithLabels(series.ToArray()).Set(0);
    }

    /// <param name="counts">All that is not 0.</param>
    public void Show(IReadOnlyDictionary<LabelValues, int> counts)
    {
        _gone.AddRange(_shown.Where(s => !counts.ContainsKey(s)));
        foreach (var series in _gone)
            Hide(series);
        _gone.Clear();
        foreach (var (series, count) in counts)
        {
            _shown.Add(series);
            _gauge.WithLabels(series.ToArray()).Set(count);
        }
    }

    private void Hide(LabelValues series)
    {
        _shown.Remove(series);
        if (_closed.Contains(series))
            _gauge.WithLabels(series.ToArray()).Set(0);
        else
            _gauge.RemoveLabelled(series.ToArray());
    }
}
