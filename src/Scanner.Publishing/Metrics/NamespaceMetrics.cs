using Prometheus;
using Scanner.Core.Findings;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Metrics;

/// <summary>
/// The families with a series for every namespace: in a large cluster most of all there are. Only namespaces that changed since the last
/// look are touched. Not for concurrent use.
/// </summary>
internal sealed class NamespaceMetrics(IMetricFactory families)
{
    private readonly Dictionary<string, NamespaceSeries> _shown = [];
    private readonly List<NamespaceSeries> _changed = [];
    private readonly NamespaceFamilies _families = new(families);
    private long _look;

    /// <param name="scan">Null to show none.</param>
    public void Show(ScanResult? scan)
    {
        _look++;
        if (scan is not null)
            ShowAll(scan);
        if (_shown.Count > (scan?.Namespaces.Length ?? 0))
            RemoveUnseen();
    }

    private void ShowAll(ScanResult scan)
    {
        // Both are in name order.
        var exposure = 0;
        foreach (var posture in scan.Namespaces)
        {
            while (exposure < scan.Exposures.Length && string.CompareOrdinal(scan.Exposures[exposure].Namespace, posture.Name) < 0)
                exposure++;
            var exposed = exposure < scan.Exposures.Length && scan.Exposures[exposure].Namespace == posture.Name ? scan.Exposures[exposure].Subjects.Length : 0;
            if (!_shown.TryGetValue(posture.Name, out var series))
                _shown.Add(posture.Name, series = new NamespaceSeries(posture.Name, _families));
            series.SeenAt = _look;
            series.ShowExposed(scan.Rbac is null ? null : exposed);
            if (series.Show(posture))
                _changed.Add(series);
        }

        if (_changed.Count > 0)
            ShowFindings(scan);
    }

    private void ShowFindings(ScanResult scan)
    {
        var counts = _changed.ToDictionary(s => s.Name, _ => (LabelCounts?)null);
        foreach (var finding in scan.Findings)
        {
            if (finding.Namespace is not { } ns || !IsOfNamespace(finding) || !counts.TryGetValue(ns, out var known))
                continue;
            if (known is null)
                counts[ns] = known = [];
            known.Add(new LabelValues(ns, finding.Rule, Labels.Of(finding.Severity), Labels.Of(finding.Exception is not null)));
        }

        foreach (var series in _changed)
            series.Show(counts[series.Name]);
        _changed.Clear();
    }

    // What is found about the namespace and its pods depends on nothing but the posture's own parts; what is found about bindings is
    // about who may come, and has no place of its own here.
    private static bool IsOfNamespace(Finding finding) =>
        finding.Rule.StartsWith("ES1", StringComparison.Ordinal) || finding.Rule.StartsWith("ES2", StringComparison.Ordinal);

    private void RemoveUnseen()
    {
        foreach (var series in _shown.Values.Where(s => s.SeenAt != _look).ToList())
        {
            _shown.Remove(series.Name);
            series.Remove();
        }
    }
}
