using System.Collections.Immutable;
using Scanner.ApiServer.DryRuns;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Probing;

/// <summary>Comes to the verdict of one namespace, by probes where there is something to probe.</summary>
/// <param name="answered">As of <see cref="NamespaceProber"/>.</param>
internal sealed class NamespaceJudge(IDryRunClient dryRun, ScanOptions options, SubresourceService subresource, Action<ProbeResult>? answered = null)
{
    /// <summary>Asks as these options say.</summary>
    public NamespaceProber Prober { get; } =
        new(new AdmissionProbe(dryRun, options.ProbeImage), options.Profiles, options.RegularControl, options.Exhaustive, answered);

    /// <summary>Asks the one question that says most, or none where there is nothing to ask.</summary>
    /// <param name="pods">Of this namespace.</param>
    /// <param name="unlisted">Why <paramref name="pods"/> may not be all; null when they are.</param>
    public async Task<BegunNamespace> BeginAsync(
        NamespaceFacts ns, IReadOnlyCollection<PodFacts> pods, Unlisted? unlisted, CancellationToken cancellationToken)
    {
        var plan = options.Probe ? TargetSelector.Choose(pods, options.TargetsPerNamespace, options.Rotation) : TargetSelector.Survey(pods);
        if (Unasked(ns.Name, pods.Count, !plan.Picks.IsEmpty, plan.Skipped, unlisted) is { } unknown)
        {
            var known = unknown with { Workloads = new WorkloadCounts(0, plan.Workloads) };
            return new BegunNamespace(ns, pods, plan, null) { Known = known, IsDone = true };
        }

        var first = await Prober.BeginAsync(plan.Picks[0], cancellationToken);
        return new BegunNamespace(ns, pods, plan, first)
        {
            Known = first?.Posture is { } target ? FirstPosture(ns.Name, target, plan.Skipped, pods, plan.Workloads) : null,
        };
    }

    /// <summary>Asks the rest.</summary>
    public async Task<NamespacePosture> FinishAsync(BegunNamespace begun, CancellationToken cancellationToken)
    {
        if (begun is { IsDone: true, Known: { } known })
            return known;
        var probes = await Prober.ProbeAsync(begun.Namespace, begun.Plan, begun.First, cancellationToken);
        return Posture(begun.Namespace.Name, probes, begun.Plan.Skipped, begun.Pods, begun.Plan.Workloads);
    }

    /// <summary>What can be said without asking; null when there is something to ask, and it may be.</summary>
    /// <param name="pods">How many there are.</param>
    /// <param name="eligible">One of them can be probed.</param>
    public NamespacePosture? Unasked(string ns, int pods, bool eligible, ImmutableArray<SkippedPod> skipped, Unlisted? unlisted)
    {
        if (!options.Probe)
            return NamespaceVerdict.Unknown(ns, UnknownReason.ProbingDisabled, "probing is switched off", skipped);
        if (subresource == SubresourceService.Absent)
            return NamespaceVerdict.Unknown(ns, UnknownReason.SubresourceAbsent, "the server does not serve pods/ephemeralcontainers", skipped);
        if (!eligible && unlisted is not null)
            return NamespaceVerdict.Unknown(ns, unlisted.Because, unlisted.Message, skipped) with { Unlisted = unlisted };
        if (pods == 0)
            return NamespaceVerdict.Unknown(ns, UnknownReason.NoPods, null, skipped);
        return eligible ? null : NamespaceVerdict.Unknown(ns, UnknownReason.NoEligiblePod, null, skipped);
    }

    /// <param name="pods">Of the namespace.</param>
    /// <param name="workloads">How many workloads have a pod that can be probed.</param>
    public NamespacePosture Posture(
        string ns, NamespaceProbes probes, ImmutableArray<SkippedPod> skipped, IReadOnlyCollection<PodFacts> pods, int workloads) =>
        NamespaceVerdict.Of(ns, [.. probes.Targets.Select(Believed)], skipped, probes.RegularControl, probes.RegularControlDeniedBy) with
        {
            RegularControlForbidden = probes.RegularControlForbidden,
            RegularControlFailed = probes.RegularControlFailed,
            BelowBaseline = PodSample.BelowBaseline(pods),
            Workloads = new WorkloadCounts(probes.Targets.Select(t => t.Workload).Distinct().Count(), workloads),
        };

    /// <summary>What one answer says.</summary>
    /// <inheritdoc cref="Posture"/>
    public NamespacePosture FirstPosture(
        string ns, TargetPosture target, ImmutableArray<SkippedPod> skipped, IReadOnlyCollection<PodFacts> pods, int workloads)
    {
        var control = target.Verdict is Verdict.Protected or Verdict.Blocked or Verdict.FailClosed ? RegularControl.NotAsked : RegularControl.Unknown;
        return Posture(ns, new NamespaceProbes([target], control, null), skipped, pods, workloads) with { RegularControlPending = control == RegularControl.Unknown, IsFirstAnswer = true };
    }

    // A proxy without its backend answers 404 in the words of a server that has no such subresource. Where discovery has it that is a failure.
    private TargetPosture Believed(TargetPosture target) =>
        subresource == SubresourceService.Served && target.UnknownBecause == UnknownReason.SubresourceAbsent ? target with { UnknownBecause = UnknownReason.Error } : target;
}
