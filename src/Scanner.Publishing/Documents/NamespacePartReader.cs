using System.Text.Json;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Publishing.Documents;

/// <summary>Reads one namespace of a document.</summary>
internal static class NamespacePartReader
{
    /// <exception cref="JsonException">Its verdict lacks what every such verdict has.</exception>
    public static NamespacePosture Read(ScanDocument.NamespacePart part)
    {
        var targets = DocumentList.Read(part.Targets, Target);
        var verdict = DocumentList.Known(part.Verdict);
        if ((verdict == Verdict.Unprotected && !targets.Any(t => t.Verdict == verdict)) || (verdict == Verdict.FailClosed && part.DeniedBy is null))
            throw new JsonException($"a namespace is {part.Verdict} without any answer that makes it so");
        return new NamespacePosture
        {
            Name = part.Name,
            Verdict = part.Verdict,
            UnknownBecause = part.UnknownBecause,
            UnknownMessage = part.UnknownMessage,
            Unlisted = part.PodsNotListed is { } not
                ? new Unlisted(part.UnknownBecause ?? UnknownReason.Error, part.UnknownMessage ?? "", not.Verb, not.Namespace)
                : null,
            DeniedBy = part.DeniedBy,
            RegularControl = part.RegularControl,
            RegularControlDeniedBy = part.RegularControlDeniedBy,
            Targets = targets,
            SkippedPods = DocumentList.Read(part.SkippedPods, s => s),
            BelowBaseline = part.PodsBelowBaseline is { } below ? new PodSample(DocumentList.Texts(below.First), below.Count) : PodSample.None,
            Workloads = part.Workloads,
            Predicted = part.Predicted is { } predicted ? new Prediction(predicted.Verdict, predicted.Because) : null,
            EarlierVerdict = part.EarlierVerdict,
            JudgedAt = part.JudgedAt,
            NotRenewedBecause = part.NotRenewedBecause,
            Findings = DocumentList.Texts(part.Findings),
        };
    }

    private static TargetPosture Target(ScanDocument.TargetPart part)
    {
        var probes = DocumentList.Read(part.Probes, p => new ProbeResult(p.Profile, p.Outcome, p.Layer, p.DeniedBy, p.Status, p.Message, DocumentList.Texts(p.Warnings)) { Image = p.Image });
        return new TargetPosture(part.Pod, part.Workload, DocumentList.Known(part.Verdict), probes)
        {
            UnknownBecause = part.UnknownBecause,
            // As TargetVerdict has it.
            DeniedBy = part.Verdict is Verdict.Protected or Verdict.Blocked or Verdict.FailClosed
                ? probes.FirstOrDefault(p => p.Profile == ProbeProfile.Privileged)?.DeniedBy
                : null,
        };
    }
}
