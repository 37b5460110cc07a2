using Scanner.ApiServer.DryRuns;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Probing;

/// <summary>Comes to the verdict of one namespace, by probes where there is something to probe.</summary>
/// <param name="subresourceServed">The server serves <c>pods/ephemeralcontainers</c>.</param>
internal sealed class NamespaceJudge(IDryRunClient dryRun, ScanOptions options, bool subresourceServed)
{
    private readonly NamespaceProber _prober = new(new AdmissionProbe(dryRun, options.ProbeImage), options.Profiles, options.RegularControl);

    /// <param name="pods">Of this namespace.</param>
    /// <param name="unlisted">Why <paramref name="pods"/> may not be all; null when they are.</param>
    public async Task<NamespacePosture> JudgeAsync(NamespaceFacts ns, IReadOnlyCollection<PodFacts> pods, Unlisted? unlisted, CancellationToken cancellationToken)
    {
        var plan = TargetSelector.Choose(pods, options.TargetsPerNamespace, options.Rotation);
        var posture = await JudgeAsync(ns, pods, plan, unlisted, cancellationToken);
        return posture with { Workloads = new WorkloadCounts(posture.Targets.Select(t => t.Workload).Distinct().Count(), plan.Workloads) };
    }

    private async Task<NamespacePosture> JudgeAsync(
        NamespaceFacts ns, IReadOnlyCollection<PodFacts> pods, TargetPlan plan, Unlisted? unlisted, CancellationToken cancellationToken)
    {
        if (!options.Probe)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.ProbingDisabled, "probing is switched off", plan.Skipped);
        if (!subresourceServed)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.SubresourceAbsent, "the server does not serve pods/ephemeralcontainers", plan.Skipped);
        if (plan.Picks.IsEmpty && unlisted is not null)
            return NamespaceVerdict.Unknown(ns.Name, unlisted.Because, unlisted.Message, plan.Skipped);
        if (pods.Count == 0)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.NoPods, null, plan.Skipped);
        if (plan.Picks.IsEmpty)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.NoEligiblePod, null, plan.Skipped);
        var probes = await _prober.ProbeAsync(ns, plan, cancellationToken);
        var posture = NamespaceVerdict.Of(ns.Name, probes.Targets, plan.Skipped, probes.RegularControl, probes.RegularControlDeniedBy);
        return posture with { RegularControlForbidden = probes.RegularControlForbidden };
    }
}
