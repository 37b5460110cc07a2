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
    internal const int SchemaVersion = 1;

    /// <param name="advise">How whoever reads the document is told what to do.</param>
    public static ScanDocument Build(ScanResult result, Func<Remedy, Advice> advise) => new(
        SchemaVersion,
        new ScanDocument.ClusterPart(result.Cluster.Server, result.Cluster.Version, result.Cluster.Context, Source(result)),
        new ScanDocument.ScanPart(
            result.StartedAt,
            Math.Round(result.Duration.TotalSeconds, 3),
            result.Requests,
            result.Complete,
            result.Errors.Select(e => new ScanDocument.ErrorPart(e.Step.ToString(), e.Message)),
            result.NotRead.Select(k => new ScanDocument.KindCountPart(k.ApiVersion, k.Kind, k.Count)),
            result.BlindSpots.Select(Missing),
            result.UnreadPolicies.IsEmpty ? null : result.UnreadPolicies.Select(m => Missing(new BlindSpot(m, 0, null)))),
        Summarize(result.Totals),
        Namespaces(result),
        result.EphemeralContainers.Select(Container),
        RbacDocument.Rbac(result.Rbac ?? RbacPosture.Empty),
        RbacDocument.Exposures(result.Exposures),
        result.Engines.Select(e => new ScanDocument.EnginePart(e.Name, e.IsInstalled, e.Version, e.IsHealthy, e.FailsOpen)),
        result.Policies.Select(PolicyDocument.Of),
        result.Findings.Select(f => FindingDocument.Of(f, advise)));

    private static ScanDocument.SourceKind Source(ScanResult result) =>
        result.Cluster.Offline ? ScanDocument.SourceKind.Offline : ScanDocument.SourceKind.Live;

    private static ScanDocument.SummaryPart Summarize(ScanTotals totals) =>
        new(totals.Namespaces, totals.Verdicts, totals.Findings, totals.EphemeralContainers, totals.RbacSubjects);

    private static ScanDocument.MissingPermissionPart Missing(BlindSpot spot) =>
        new(spot.Permission.Group, spot.Permission.Resource, spot.Permission.Verb, spot.Permission.Namespace, spot.Namespaces, spot.First);

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
        ns.Findings,
        ns.EarlierVerdict,
        ns.JudgedAt,
        ns.NotRenewedBecause,
        ns.BelowBaseline is { IsEmpty: false } below ? new ScanDocument.PodSamplePart(below.Count, below.First) : null,
        ns.Unlisted is { } unlisted ? new ScanDocument.NotListedPart(unlisted.DeniedVerb, unlisted.DeniedIn) : null);

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
