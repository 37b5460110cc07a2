using Scanner.Core;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>Puts a scan's result into the shape of the output.</summary>
public static class ScanDocumentBuilder
{
    private const int SchemaVersion = 1;

    /// <param name="words">How whoever reads the document is told what to do.</param>
    public static ScanDocument Build(ScanResult result, Func<Remedy, Advice> advise) => new(
        SchemaVersion,
        new ScanDocument.ClusterPart(result.Cluster.Server, result.Cluster.Version, result.Cluster.Context, Source(result)),
        new ScanDocument.ScanPart(
            result.StartedAt,
            Math.Round(result.Duration.TotalSeconds, 3),
            result.Requests,
            result.Complete,
            result.Errors.Select(e => new ScanDocument.ErrorPart(e.Step.ToString(), e.Message)),
            result.NotRead.Select(k => new ScanDocument.KindCountPart(k.ApiVersion, k.Kind, k.Count))),
        Summarize(result.Totals),
        Namespaces(result),
        result.EphemeralContainers.Select(Container),
        RbacDocument.Rbac(result.Rbac ?? RbacPosture.Empty),
        RbacDocument.Exposures(result.Exposures),
        [],
        [],
        result.Findings.Select(f => Finding(f, advise(f.Remedy))));

    private static ScanDocument.SourceKind Source(ScanResult result) =>
        result.Cluster.Offline ? ScanDocument.SourceKind.Offline : ScanDocument.SourceKind.Live;

    private static ScanDocument.SummaryPart Summarize(ScanTotals totals) =>
        new(totals.Namespaces, totals.Verdicts, totals.Findings, totals.EphemeralContainers, totals.RbacSubjects);

    private static ScanDocument.FindingPart Finding(Finding finding, Advice advice) => new(
        finding.Id,
        finding.Rule,
        finding.Title,
        finding.Severity,
        finding.Resource,
        finding.Message,
        advice.ToString(),
        finding.Docs,
        finding.Exception,
        finding.Subject is { } subject ? SubjectForm.Of(subject) : null,
        advice.Commands.Select(Command),
        finding.SeverityBecause);

    private static ScanDocument.CommandPart Command(Command command) => new(
        command.Words.Select(w => w.ToString()),
        Enumerable.Range(0, command.Words.Length).Where(i => command.Words[i].IsPlaceholder),
        command.Input);

    // Where nobody looked at RBAC, or could not see all of it, there is no number, and not the number zero.
    private static IEnumerable<ScanDocument.NamespacePart> Namespaces(ScanResult result)
    {
        var exposed = result.Exposures.ToDictionary(e => e.Namespace, e => e.Subjects.Length);
        return result.Namespaces.Select(n => Namespace(n, result.Rbac is not { IsWhole: true } ? null : exposed.GetValueOrDefault(n.Name)));
    }

    private static ScanDocument.NamespacePart Namespace(NamespacePosture ns, int? exposed) => new(
        ns.Name,
        ns.Verdict,
        ns.UnknownBecause,
        ns.UnknownMessage,
        ns.DeniedBy,
        ns.RegularControl,
        ns.RegularControlDeniedBy,
        ns.Workloads,
        ns.Targets.Select(t => new ScanDocument.TargetPart(t.Pod, t.Workload, t.Verdict, t.UnknownBecause, t.Probes.Select(Probe))),
        ns.SkippedPods,
        ns.Predicted is { } predicted ? new ScanDocument.PredictionPart(predicted.Verdict, predicted.Because) : null,
        exposed,
        ns.Findings);

    private static ScanDocument.ProbePart Probe(ProbeResult probe) =>
        new(probe.Profile, probe.Outcome, probe.Layer, probe.DeniedBy, probe.Status, probe.Message, probe.Image, probe.Warnings);

    private static ScanDocument.EphemeralContainerPart Container(EphemeralContainerRecord record) => new(
        record.Namespace,
        record.Pod,
        record.Workload,
        record.Container.Name,
        record.Container.Image,
        record.Container.TargetContainer,
        record.Container.State,
        record.Container.StartedAt,
        record.Container.FinishedAt,
        record.Container.Privileged,
        record.Container.PodSecurityLevel,
        record.Container.Manager,
        record.Container.AddedAt);
}
