using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>Judges one pod by the pair of probes, privileged and benign.</summary>
public static class TargetVerdict
{
    /// <param name="containerName">The name that all probes of this pod used.</param>
    /// <param name="probes">Holds the privileged probe; the benign one may be missing when the first already ended the matter.</param>
    public static TargetPosture Judge(string pod, string workload, string containerName, ImmutableArray<ProbeResult> probes)
    {
        var privileged = probes.First(p => p.Profile == ProbeProfile.Privileged);
        var benign = probes.FirstOrDefault(p => p.Profile == ProbeProfile.Benign);
        var verdict = privileged.Outcome switch
        {
            ProbeOutcome.Admitted => Verdict.Unprotected,
            ProbeOutcome.Mutated => Verdict.Sanitized,
            ProbeOutcome.Unavailable => Verdict.FailClosed,
            ProbeOutcome.Denied when IsOutage(privileged, benign) => Verdict.FailClosed,
            ProbeOutcome.Denied => IsBlocked(privileged, benign, containerName) ? Verdict.Blocked : Verdict.Protected,
            _ => Verdict.Unknown,
        };
        // The name is needed no more, and being random it would make every scan of the same cluster read differently.
        probes = [.. probes.Select(p => p.WithoutName())];
        privileged = probes.First(p => p.Profile == ProbeProfile.Privileged);
        return new TargetPosture(pod, workload, verdict, probes)
        {
            UnknownBecause = verdict == Verdict.Unknown ? privileged.UnknownBecause ?? UnknownReason.Error : null,
            DeniedBy = verdict is Verdict.Protected or Verdict.Blocked or Verdict.FailClosed ? privileged.DeniedBy : null,
        };
    }

    // A benign probe that got no answer of a policy (an outage behind the policy that spoke, a time limit) does not unsay the denial
    // of the privileged one: the door is closed to that, which is what Protected claims.
    private static bool IsBlocked(ProbeResult privileged, ProbeResult? benign, string containerName)
    {
        if (benign is not { Outcome: ProbeOutcome.Denied })
            return false;
        // Pod Security judges the whole pod. When it blames the probe's container for the privileged probe only, the benign one was
        // refused for what the pod had before.
        var blamedOnThePod = privileged.Layer == Layer.PodSecurity
            && benign.Layer == Layer.PodSecurity
            && Quotes(privileged, containerName)
            && !Quotes(benign, containerName);
        return !blamedOnThePod;
    }

    /// <summary>The same policy fails on both: it tells nothing apart, and when it is repaired either may pass.</summary>
    private static bool IsOutage(ProbeResult privileged, ProbeResult? benign) =>
        benign?.DeniedBy is { } by && privileged.DeniedBy is { } first && first.Name == by.Name && PolicyFailure.IsError(first) && PolicyFailure.IsError(by);

    private static bool Quotes(ProbeResult probe, string containerName) =>
        probe.DeniedBy!.Message.Contains($"\"{containerName}\"", StringComparison.Ordinal);
}
