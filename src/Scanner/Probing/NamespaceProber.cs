using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Probing;

/// <summary>
/// Asks one namespace: the chosen targets and the regular control. What can change no answer any more is not asked: the benign probe only
/// where the privileged one was denied, the control only where something was admitted.
/// </summary>
/// <param name="exhaustive">Ask everything all the same.</param>
/// <param name="answered">Told of every probe of a pod; null for nobody.</param>
internal sealed class NamespaceProber(
    AdmissionProbe probe, ImmutableArray<ProbeProfile> profiles, bool regularControl, bool exhaustive, Action<ProbeResult>? answered)
{
    /// <param name="begun">What the first pick has answered already; null when nothing was asked.</param>
    public async Task<NamespaceProbes> ProbeAsync(NamespaceFacts ns, TargetPlan plan, BegunTarget? begun, CancellationToken cancellationToken)
    {
        var targets = ImmutableArray.CreateBuilder<TargetPosture>();
        foreach (var pick in plan.Picks)
        {
            if (await AskAsync(pick, pick == plan.Picks[0] ? begun : null, cancellationToken) is not { } target)
                continue;
            targets.Add(target);
            if (EndsTheRound(target))
                break;
        }

        return await WithControlAsync(ns, targets.ToImmutable(), cancellationToken);
    }

    /// <summary>
    /// What RBAC refuses for one pod it refuses for the next, and asking on would only fill the audit log. Where one pod waits in vain for
    /// an answer the next most likely would too, and others wait for the place.
    /// </summary>
    public static bool EndsTheRound(TargetPosture target) =>
        target.UnknownBecause is UnknownReason.NoPermission or UnknownReason.SubresourceAbsent or UnknownReason.Timeout;

    /// <summary>The question that says most, to one pod or to one that takes its place. Null when all have gone.</summary>
    public async Task<BegunTarget?> BeginAsync(TargetPick pick, CancellationToken cancellationToken)
    {
        foreach (var pod in pick.Replacements.Prepend(pick.Pod))
        {
            var name = AdmissionProbe.NewContainerName();
            var answer = await ProbeOnceAsync(pod, ProbeProfile.Privileged, name, null, cancellationToken);
            if (!answer.PodVanished)
                return new BegunTarget(pod, name, answer);
        }

        return null;
    }

    /// <summary>Probes one pod; when it has gone meanwhile, one that takes its place. Null when all have gone.</summary>
    public Task<TargetPosture?> AskAsync(TargetPick pick, CancellationToken cancellationToken) => AskAsync(pick, null, cancellationToken);

    private async Task<TargetPosture?> AskAsync(TargetPick pick, BegunTarget? begun, CancellationToken cancellationToken)
    {
        // Those before the pod that has begun had gone.
        foreach (var pod in pick.Replacements.Prepend(pick.Pod).SkipWhile(p => begun is not null && !ReferenceEquals(p, begun.Pod)))
        {
            if (await ProbePodAsync(pod, profiles, ReferenceEquals(pod, begun?.Pod) ? begun : null, cancellationToken) is { } target)
                return target;
        }

        return null;
    }

    /// <summary>The one question that says most. Null when the pod has gone meanwhile.</summary>
    public Task<TargetPosture?> AskPrivilegedAsync(PodFacts pod, CancellationToken cancellationToken) =>
        ProbePodAsync(pod, [ProbeProfile.Privileged], null, cancellationToken);

    /// <summary>Adds the regular control to what the targets answered.</summary>
    public async Task<NamespaceProbes> WithControlAsync(NamespaceFacts ns, ImmutableArray<TargetPosture> targets, CancellationToken cancellationToken)
    {
        // A namespace that is going away takes no new pods, whatever its policies say.
        // Nor has the control anything to be held against where no probe may be sent.
        if (!regularControl || ns.Terminating || targets.All(t => t.UnknownBecause == UnknownReason.NoPermission))
            return new NamespaceProbes(targets, RegularControl.Unknown, null);
        if (!exhaustive && !targets.Any(t => t.Verdict is Verdict.Unprotected or Verdict.Sanitized))
            return new NamespaceProbes(targets, targets.Any(t => t.Verdict != Verdict.Unknown) ? RegularControl.NotAsked : RegularControl.Unknown, null);
        var open = targets.Any(t => t.Verdict == Verdict.Unprotected);
        // Where the ephemeral path is open with a pod's own image, only the same image shows what the regular path is.
        var image = targets.FirstOrDefault(t => t.Verdict == Verdict.Unprotected)?.OwnImage;
        var answer = await ControlAsync(ns.Name, open, image, cancellationToken);
        return new NamespaceProbes(targets, answer.Control, answer.DeniedBy) { RegularControlForbidden = answer.Forbidden, RegularControlFailed = answer.Failed };
    }

    /// <summary>
    /// Probes one pod, and once more with its own image where policy may have refused the scanner's; null when the pod has gone meanwhile.
    /// </summary>
    private async Task<TargetPosture?> ProbePodAsync(
        PodFacts pod, ImmutableArray<ProbeProfile> wanted, BegunTarget? begun, CancellationToken cancellationToken)
    {
        var target = await ProbePodAsync(pod, wanted, begun, null, cancellationToken);
        return target is not null && pod.Image is { } own && own != probe.Image && ImageDoubt.Concerns(target)
            ? await ProbePodAsync(pod, wanted, null, own, cancellationToken)
            : target;
    }

    private async Task<TargetPosture?> ProbePodAsync(
        PodFacts pod, ImmutableArray<ProbeProfile> wanted, BegunTarget? begun, string? ownImage, CancellationToken cancellationToken)
    {
        var name = begun?.ContainerName ?? AdmissionProbe.NewContainerName();
        var results = ImmutableArray.CreateBuilder<ProbeResult>(wanted.Length);
        foreach (var profile in wanted)
        {
            if (profile == ProbeProfile.Benign && !exhaustive && results.FirstOrDefault(r => r.Profile == ProbeProfile.Privileged) is { Outcome: not ProbeOutcome.Denied })
                continue;
            var result = begun?.Answer.Profile == profile ? begun.Answer : await ProbeOnceAsync(pod, profile, name, ownImage, cancellationToken);
            if (result.PodVanished)
                return null;
            results.Add(result);
            if (result.UnknownBecause is UnknownReason.NoPermission or UnknownReason.SubresourceAbsent or UnknownReason.Timeout)
                break;
        }

        return TargetVerdict.Judge(pod.Name, pod.Workload.ToString(), name, results.ToImmutable());
    }

    private async Task<ProbeResult> ProbeOnceAsync(PodFacts pod, ProbeProfile profile, string name, string? ownImage, CancellationToken cancellationToken)
    {
        var answer = await probe.AddEphemeralAsync(pod.Namespace, pod.Name, profile, name, ownImage, cancellationToken);
        var result = AnswerClassifier.Classify(profile, name, answer) with { Image = ownImage };
        answered?.Invoke(result);
        return result;
    }

    /// <param name="confirm">Make sure that a denial is about privilege: it is about to be held against the policy that gave it.</param>
    private async Task<RegularAnswer> ControlAsync(
        string ns, bool confirm, string? image, CancellationToken cancellationToken)
    {
        var answer = await RegularAsync(ns, ProbeProfile.Privileged, image, cancellationToken);
        if (!confirm || answer.Control != RegularControl.Denied)
            return answer;
        // A policy that refuses a harmless pod too (it may demand limits or labels) has said nothing of privilege.
        var harmless = await RegularAsync(ns, ProbeProfile.Benign, image, cancellationToken);
        return harmless.Control == RegularControl.Denied ? new RegularAnswer(RegularControl.Unknown) : answer;
    }

    private async Task<RegularAnswer> RegularAsync(
        string ns, ProbeProfile profile, string? image, CancellationToken cancellationToken)
    {
        var name = AdmissionProbe.NewContainerName();
        return AnswerClassifier.ClassifyRegular(name, await probe.CreateRegularAsync(ns, profile, name, image, cancellationToken));
    }
}
