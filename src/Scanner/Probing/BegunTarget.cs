using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Probing;

/// <summary>A pod that has answered the first of its questions.</summary>
/// <param name="ContainerName">The name that all probes of this pod use.</param>
internal sealed record BegunTarget(PodFacts Pod, string ContainerName, ProbeResult Answer)
{
    /// <summary>What this answer says by itself. Null for a denial that may be owed to the image that the probe named: then only more answers tell.</summary>
    public TargetPosture? Posture => Answer is { Outcome: ProbeOutcome.Denied, DeniedBy.MayJudgeImages: true }
        ? null
        : TargetVerdict.Judge(Pod.Name, Pod.Workload.ToString(), ContainerName, [Answer]);
}
