using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Probing;

/// <summary>Asks one namespace: every chosen target with every profile, and the regular control.</summary>
internal sealed class NamespaceProber(AdmissionProbe probe, ImmutableArray<ProbeProfile> profiles, bool regularControl)
{
    public async Task<NamespaceProbes> ProbeAsync(NamespaceFacts ns, TargetPlan plan, CancellationToken cancellationToken)
    {
        var targets = ImmutableArray.CreateBuilder<TargetPosture>();
        foreach (var pick in plan.Picks)
        {
            if (await FirstThatStandsAsync(pick, cancellationToken) is not { } target)
                continue;
            targets.Add(target);
            // What RBAC refuses for one pod it refuses for the next: asking on would only fill the audit log.
            if (target.UnknownBecause is UnknownReason.NoPermission or UnknownReason.SubresourceAbsent)
                break;
        }

        // A namespace that is going away takes no new pods, whatever its policies say.
        // Nor has the control anything to be held against where no probe may be sent.
        if (!regularControl || ns.Terminating || targets.All(t => t.UnknownBecause == UnknownReason.NoPermission))
            return new NamespaceProbes(targets.ToImmutable(), RegularControl.Unknown, null);
        var open = targets.Any(t => t.Verdict == Verdict.Unprotected);
        // Where the ephemeral path is open with a pod's own image, only the same image shows what the regular path is.
        var image = targets.FirstOrDefault(t => t.Verdict == Verdict.Unprotected)?.OwnImage;
        var (control, deniedBy, forbidden) = await ControlAsync(ns.Name, open, image, cancellationToken);
        return new NamespaceProbes(targets.ToImmutable(), control, deniedBy) { RegularControlForbidden = forbidden };
    }

    /// <summary>
    /// Probes one pod with every profile, and once more with its own image where policy may have refused the scanner's; null when the pod has
    /// gone meanwhile.
    /// </summary>
    public async Task<TargetPosture?> ProbePodAsync(PodFacts pod, CancellationToken cancellationToken)
    {
        var target = await ProbePodAsync(pod, null, cancellationToken);
        return target is not null && pod.Image is { } own && own != probe.Image && ImageDoubt.Concerns(target)
            ? await ProbePodAsync(pod, own, cancellationToken)
            : target;
    }

    private async Task<TargetPosture?> ProbePodAsync(PodFacts pod, string? ownImage, CancellationToken cancellationToken)
    {
        var name = AdmissionProbe.NewContainerName();
        var results = ImmutableArray.CreateBuilder<ProbeResult>(profiles.Length);
        foreach (var profile in profiles)
        {
            var answer = await probe.AddEphemeralAsync(pod.Namespace, pod.Name, profile, name, ownImage, cancellationToken);
            var result = AnswerClassifier.Classify(profile, name, answer) with { Image = ownImage };
            if (result.PodVanished)
                return null;
            results.Add(result);
            if (result.UnknownBecause is UnknownReason.NoPermission or UnknownReason.SubresourceAbsent)
                break;
        }

        return TargetVerdict.Judge(pod.Name, pod.Workload.ToString(), name, results.ToImmutable());
    }

    private async Task<TargetPosture?> FirstThatStandsAsync(TargetPick pick, CancellationToken cancellationToken)
    {
        var target = await ProbePodAsync(pick.Pod, cancellationToken);
        foreach (var replacement in pick.Replacements)
        {
            if (target is not null)
                break;
            target = await ProbePodAsync(replacement, cancellationToken);
        }

        return target;
    }

    /// <param name="confirm">Make sure that a denial is about privilege: it is about to be held against the policy that gave it.</param>
    private async Task<(RegularControl Control, DeniedBy? DeniedBy, bool Forbidden)> ControlAsync(
        string ns, bool confirm, string? image, CancellationToken cancellationToken)
    {
        var answer = await RegularAsync(ns, ProbeProfile.Privileged, image, cancellationToken);
        if (!confirm || answer.Control != RegularControl.Denied)
            return answer;
        // A policy that refuses a harmless pod too (it may demand limits or labels) has said nothing of privilege.
        var harmless = await RegularAsync(ns, ProbeProfile.Benign, image, cancellationToken);
        return harmless.Control == RegularControl.Denied ? (RegularControl.Unknown, null, false) : answer;
    }

    private async Task<(RegularControl Control, DeniedBy? DeniedBy, bool Forbidden)> RegularAsync(
        string ns, ProbeProfile profile, string? image, CancellationToken cancellationToken)
    {
        var name = AdmissionProbe.NewContainerName();
        return AnswerClassifier.ClassifyRegular(name, await probe.CreateRegularAsync(ns, profile, name, image, cancellationToken));
    }
}
