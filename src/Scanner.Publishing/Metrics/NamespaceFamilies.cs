using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>The families of <see cref="NamespaceMetrics"/>.</summary>
internal sealed class NamespaceFamilies(IMetricFactory families)
{
    public Gauge Posture { get; } = families.CreateGauge(
        Labels.Prefix + "namespace_posture", "1 for the verdict of a namespace, and the layer that denies there; empty where none does.",
        ["namespace", "verdict", "layer"]);

    public Gauge Exposed { get; } = families.CreateGauge(
        Labels.Prefix + "namespace_exposed_subjects",
        "Subjects outside the control plane who may add ephemeral containers in a namespace that does not deny privileged ones, or may not.",
        ["namespace"]);

    public Gauge Findings { get; } = families.CreateGauge(
        Labels.Prefix + "namespace_findings", "Findings about a namespace and its pods.", ["namespace", "rule", "severity", "accepted"]);
}
