using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.DryRuns;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Posture;
using Scanner.Decoding;
using Scanner.Probing;

namespace Scanner.Scans;

/// <summary>Probes one pod that the user names. No list is needed, and the right to read the pod neither.</summary>
internal sealed class PodScan(IApiServerReader cluster, IDryRunClient dryRun, TimeProvider time)
{
    public async Task<ScanResult> RunAsync(
        string ns,
        string podName,
        ScanOptions options,
        ClusterReference reference,
        CancellationToken cancellationToken)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var answer = await cluster.GetAsync(ResourcePath.Core("pods", ns, podName), new PodReader(), cancellationToken);
        var pod = answer switch
        {
            ApiAnswer<PodFacts>.Ok { Value: var facts } => facts,
            ApiAnswer<PodFacts>.Refused { Status.Code: 403 } => Unread(ns, podName),
            _ => null,
        };
        var result = new ScanResult
        {
            Cluster = reference,
            StartedAt = startedAt,
            Duration = TimeSpan.Zero,
            Errors = pod is null ? [new ScanError($"get pod {ns}/{podName}", answer.Describe())] : [],
            Namespaces = pod is null ? [] : [await JudgeAsync(pod, options, cancellationToken)],
            EphemeralContainers = pod is null
                ? []
                : [.. pod.EphemeralContainers.Select(c => new EphemeralContainerRecord(ns, podName, pod.Workload.ToString(), c))],
        };
        return RuleRunner.AddTo(result with { Duration = time.GetElapsedTime(start), Requests = cluster.RequestsSent }, [], options.LingerAfter, startedAt, options.Exceptions);
    }

    private static PodFacts Unread(string ns, string pod) =>
        new() { Namespace = ns, Name = pod, Workload = new WorkloadReference("Pod", pod) };

    private async Task<NamespacePosture> JudgeAsync(PodFacts pod, ScanOptions options, CancellationToken cancellationToken)
    {
        if (pod.Mirror || pod.Windows)
        {
            var reason = pod.Mirror ? SkipReason.MirrorPod : SkipReason.WindowsPod;
            return NamespaceVerdict.Unknown(pod.Namespace, UnknownReason.NoEligiblePod, null, [new SkippedPod(pod.Name, reason)]);
        }

        var prober = new NamespaceProber(new AdmissionProbe(dryRun, options.ProbeImage), options.Profiles, options.RegularControl);
        var probes = await prober.ProbeAsync(new NamespaceFacts(pod.Namespace), TargetPlanOf(pod), cancellationToken);
        return probes.Targets.IsEmpty
            ? NamespaceVerdict.Unknown(pod.Namespace, UnknownReason.Error, $"pod {pod.Name} is not there", [])
            : NamespaceVerdict.Of(pod.Namespace, probes.Targets, [], probes.RegularControl, probes.RegularControlDeniedBy);
    }

    private static TargetPlan TargetPlanOf(PodFacts pod) => new([new TargetPick(pod, [])], []);
}
