using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

/// <summary>The policies as they are run here, and the server's own answer. Where a verdict is not known there is nothing to compare.</summary>
internal sealed class PredictionDiffersRule() : NamespaceRule(
    "ES410", "PredictionDiffers", Severity.Medium, "either the probe was answered by something that is not seen, or a policy is read wrong")
{
    protected override string? MessageOf(NamespacePosture ns) =>
        ns is { Predicted: { Verdict: not Verdict.Unknown } predicted, Verdict: not Verdict.Unknown } && predicted.Verdict != ns.Verdict
            ? $"by its policies it should be {predicted.Verdict}: {predicted.Because}; the probe found {ns.Verdict}: {NamespaceExplanation.Cause(ns)}"
            : null;

    protected override Remedy RemedyOf(NamespacePosture ns) => new Remedy.AskAgain(ns.Name);
}
