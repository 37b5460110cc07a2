using Scanner.Core.Findings;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Metrics;

/// <summary>
/// The families with a series for every namespace, written from the snapshot at each scrape: a registry would hold 16 MB for 10,000 namespaces
/// (docs/metrics.md), to write the same text no faster.
/// </summary>
internal static class NamespaceSamples
{
    private const string Posture = "namespace_posture";
    private const string Exposed = "namespace_exposed_subjects";
    private const string Findings = "namespace_findings";

    /// <param name="scan">Null where this replica has nothing to say.</param>
    public static void Write(SampleWriter writer, ScanResult? scan)
    {
        writer.Family(Posture, "1 for the verdict of a namespace, and the layer that denies there; empty where none does.");
        foreach (var ns in scan is null ? [] : scan.Namespaces)
            writer.Sample(Posture, 1, ("namespace", ns.Name), ("verdict", ns.Verdict.ToString()), ("layer", ns.DeniedBy?.Layer.ToString() ?? ""));
        writer.Family(
            Exposed, "Subjects outside the control plane who may add ephemeral containers in a namespace that does not deny privileged ones, or may not.");
        // Where RBAC is not known nobody knows who may come, and 0 would say nobody.
        if (scan?.Rbac is not null)
            WriteExposed(writer, scan);
        writer.Family(Findings, "Findings about a namespace and its pods.");
        if (scan is not null)
            WriteFindings(writer, scan);
    }

    private static void WriteExposed(SampleWriter writer, ScanResult scan)
    {
        // Both are in name order.
        var next = 0;
        foreach (var ns in scan.Namespaces)
        {
            while (next < scan.Exposures.Length && string.CompareOrdinal(scan.Exposures[next].Namespace, ns.Name) < 0)
                next++;
            var subjects = next < scan.Exposures.Length && scan.Exposures[next].Namespace == ns.Name ? scan.Exposures[next].Subjects.Length : 0;
            writer.Sample(Exposed, subjects, ("namespace", ns.Name));
        }
    }

    private static void WriteFindings(SampleWriter writer, ScanResult scan)
    {
        var counts = new LabelCounts();
        foreach (var finding in scan.Findings.Where(IsOfNamespace))
            counts.Add(new LabelValues(finding.Namespace!, finding.Rule, Labels.Of(finding.Severity), Labels.Of(finding.Exception is not null)));
        foreach (var ((ns, rule, severity, accepted), count) in counts)
            writer.Sample(Findings, count, ("namespace", ns), ("rule", rule!), ("severity", severity!), ("accepted", accepted!));
    }

    // Those about bindings are about who may come, and can be as many as there are bindings.
    private static bool IsOfNamespace(Finding finding) => finding.Namespace is not null
        && (finding.Rule.StartsWith("ES1", StringComparison.Ordinal) || finding.Rule.StartsWith("ES2", StringComparison.Ordinal));
}
