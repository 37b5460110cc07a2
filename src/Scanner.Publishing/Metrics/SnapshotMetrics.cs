using Prometheus;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Publishing.Metrics;

/// <summary>The families that show what the present snapshot says of the cluster as a whole. Not for concurrent use.</summary>
internal sealed class SnapshotMetrics
{
    private readonly GaugeSeries _verdicts;
    private readonly GaugeSeries _containers;
    private readonly GaugeSeries _subjects;
    private readonly GaugeSeries _findings;
    private readonly GaugeSeries _policies;
    private readonly GaugeSeries _engines;
    private readonly Gauge _lastSuccessfulScan;
    private long _shown;

    public SnapshotMetrics(IMetricFactory families)
    {
        _verdicts = new GaugeSeries(
            families, "namespaces", "Namespaces by verdict.", ["verdict"], Enum.GetNames<Verdict>().Select(v => new LabelValues(v)));
        _containers = new GaugeSeries(
            families, "ephemeral_containers", "Ephemeral containers in the specs of pods.", ["namespace", "state", "privileged"], []);
        _subjects = new GaugeSeries(
            families, "rbac_subjects", "Subjects that may add ephemeral containers, those of the control plane included.", ["kind", "scope"],
            Enum.GetNames<SubjectKind>().SelectMany(k => new[] { "cluster", "namespace" }.Select(s => new LabelValues(k, s))));
        _findings = new GaugeSeries(
            families, "findings", "Findings by rule. Accepted ones are those that an exception of the configuration accepts.",
            ["rule", "severity", "accepted"], RuleCatalog.All.SelectMany(r => Ratings(r.Identity)));
        _policies = new GaugeSeries(
            families, "policies", "Policies by what they do about an ephemeral container that is added. Enforced: what they deny is turned away somewhere.",
            ["engine", "coverage", "enforced"],
            from engine in EngineNames.All from coverage in Enum.GetValues<CoverageKind>() from enforced in new[] { true, false } select Key(engine, coverage, enforced));
        _engines = new GaugeSeries(
            families, "engine_info", "Policy engines of the cluster, with the version where it is known: 1 each.", ["engine", "version"], []);
        _lastSuccessfulScan = families.CreateGauge(
            Labels.Prefix + "last_successful_scan_timestamp_seconds",
            "When the last full scan began that reached every namespace, as Unix time.",
            new GaugeConfiguration { SuppressInitialValue = true });
    }

    /// <param name="snapshot">Null where this replica has nothing to say.</param>
    public void Show(PostureSnapshot? snapshot)
    {
        var number = snapshot?.Number ?? 0;
        if (number == _shown || (snapshot is not null && number < _shown))
            return;
        _shown = number;
        if (snapshot?.FullScans.LastCompleteAt is { } complete)
            _lastSuccessfulScan.Set(complete.ToUnixTimeSeconds());
        var scan = snapshot?.Scan;
        _verdicts.Show(Count(scan is null ? [] : scan.Namespaces, n => new LabelValues(n.Verdict.ToString())));
        _containers.Show(Count(scan is null ? [] : scan.EphemeralContainers, Key));
        _subjects.Show(Count(scan?.Rbac?.Subjects.Values ?? [], s => new LabelValues(s.Subject.Kind.ToString(), s.IsClusterWide ? "cluster" : "namespace")));
        _policies.Show(Count(scan is null ? [] : scan.Policies, p => Key(p.Engine, p.Coverage, p.IsEnforced)));
        _engines.Show(Count(scan is null ? [] : scan.Engines.Where(e => e.IsInstalled), e => new LabelValues(e.Name, e.Version ?? "")));
        _findings.Show(Count(scan is null ? [] : scan.Findings, f => Key(f.Rule, f.Severity, f.Exception is not null)));
    }

    // A rule may raise its usual severity.
    private static IEnumerable<LabelValues> Ratings(RuleIdentity rule) =>
        from severity in Enum.GetValues<Severity>()
        where severity >= rule.Severity
        from accepted in new[] { true, false }
        select Key(rule.Id, severity, accepted);

    private static LabelValues Key(EphemeralContainerRecord record) =>
        new(record.Namespace, record.Container.State.ToString(), Labels.Of(record.Container.Privileged));

    private static LabelValues Key(string engine, CoverageKind coverage, bool isEnforced) => new(engine, coverage.ToString(), Labels.Of(isEnforced));

    private static LabelValues Key(string rule, Severity severity, bool accepted) => new(rule, Labels.Of(severity), Labels.Of(accepted));

    private static LabelCounts Count<T>(IEnumerable<T> items, Func<T, LabelValues> key)
    {
        var counts = new LabelCounts();
        foreach (var item in items)
            counts.Add(key(item));
        return counts;
    }
}
