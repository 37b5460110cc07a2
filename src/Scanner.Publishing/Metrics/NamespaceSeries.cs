using Prometheus;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Publishing.Metrics;

/// <summary>What is shown of one namespace.</summary>
internal sealed class NamespaceSeries(string name, NamespaceFamilies families)
{
    private NamespacePosture? _posture;
    private Gauge.Child? _verdict;
    private Gauge.Child? _exposed;
    private int? _subjects;
    private LabelCounts? _findings;

    public string Name => name;

    /// <summary>The number of the look at which the namespace was there last.</summary>
    public long SeenAt { get; set; }

    /// <returns>False when it is the posture that is shown: then its findings are too.</returns>
    public bool Show(NamespacePosture posture)
    {
        if (ReferenceEquals(posture, _posture))
            return false;
        var layer = posture.DeniedBy?.Layer;
        if (_posture is null || posture.Verdict != _posture.Verdict || layer != _posture.DeniedBy?.Layer)
        {
            _verdict?.Remove();
            _verdict = families.Posture.WithLabels(name, posture.Verdict.ToString(), LayerLabel(layer));
            _verdict.Set(1);
        }

        _posture = posture;
        return true;
    }

    /// <param name="subjects">Null where it is not known who may come.</param>
    public void ShowExposed(int? subjects)
    {
        if (subjects == _subjects)
            return;
        _subjects = subjects;
        if (subjects is null)
        {
            _exposed?.Remove();
            _exposed = null;
            return;
        }

        _exposed ??= families.Exposed.WithLabels(name);
        _exposed.Set(subjects.Value);
    }

    /// <param name="findings">Null for none.</param>
    public void Show(LabelCounts? findings)
    {
        foreach (var gone in _findings?.Keys.Where(k => findings is null || !findings.ContainsKey(k)) ?? [])
            families.Findings.RemoveLabelled(gone.ToArray());
        foreach (var (series, count) in findings ?? [])
            families.Findings.WithLabels(series.ToArray()).Set(count);
        _findings = findings;
    }

    public void Remove()
    {
        _verdict?.Remove();
        ShowExposed(null);
        Show((LabelCounts?)null);
    }

    private static string LayerLabel(Layer? layer) => layer?.ToString() ?? "";
}
