using System.Collections.Immutable;
using Scanner.Core.Analysis;
using Scanner.Core.Facts;
using Scanner.Core.Posture;
using Scanner.Core.Probing;
using Scanner.Core.Rules;
using Scanner.Kubernetes;
using Scanner.Kubernetes.Answers;
using Scanner.Kubernetes.Discovery;
using Scanner.Kubernetes.DryRun;
using Scanner.Probing;

namespace Scanner.Scanning;

/// <summary>One scan of one cluster: inventory, probes, verdicts, findings. One namespace that fails leaves the others alone.</summary>
internal sealed class ClusterScan(IKubernetesReader cluster, IDryRunClient dryRun, TimeProvider time)
{
    public async Task<ScanResult> RunAsync(
        ScanOptions options,
        ClusterReference reference,
        IScanProgress progress,
        CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var start = time.GetTimestamp();
        var errors = ImmutableArray.CreateBuilder<ScanError>();
        var versionAnswer = await cluster.GetVersionAsync(cancellationToken);
        if (versionAnswer is ApiAnswer<ServerVersion>.Failed or ApiAnswer<ServerVersion>.Refused { Status.Code: 401 })
            return Unreached(reference, startedAt, time.GetElapsedTime(start), versionAnswer.Describe()) with { Requests = cluster.RequestsSent };
        var version = VersionOf(versionAnswer, errors);
        var subresource = await IsSubresourceServedAsync(cancellationToken);
        var inventory = await new InventoryGatherer(cluster, progress).GatherAsync(options, cancellationToken);
        errors.AddRange(inventory.Errors);
        var namespaces = await ProbeAllAsync(options, inventory, subresource, progress, cancellationToken);
        var result = new ScanResult
        {
            Cluster = reference with { Version = version },
            StartedAt = startedAt,
            Duration = time.GetElapsedTime(start),
            Requests = cluster.RequestsSent,
            Errors = errors.ToImmutable(),
            Namespaces = namespaces,
            EphemeralContainers = EphemeralContainers(inventory),
        };
        return Findings.AddTo(result, inventory.Missing, options.LingerAfter, startedAt);
    }

    private static ImmutableArray<EphemeralContainerRecord> EphemeralContainers(Inventory inventory) =>
    [
        .. from ns in inventory.Namespaces
           from pod in inventory.Pods[ns.Name]
           from container in pod.EphemeralContainers
           select new EphemeralContainerRecord(pod.Namespace, pod.Name, pod.Workload.ToString(), container),
    ];

    // Nothing else would fare better: one clear line instead of the same failure for every list.
    private static ScanResult Unreached(ClusterReference reference, DateTimeOffset startedAt, TimeSpan duration, string why) =>
        new() { Cluster = reference, StartedAt = startedAt, Duration = duration, Errors = [new ScanError("connect", why)] };

    private static string? VersionOf(ApiAnswer<ServerVersion> answer, ImmutableArray<ScanError>.Builder errors)
    {
        if (answer is ApiAnswer<ServerVersion>.Ok { Value: var version })
            return version.GitVersion;
        errors.Add(new ScanError("get version", answer.Describe()));
        return null;
    }

    // Before 1.23 a feature gate can be off. Where discovery cannot be read, or reads like somebody else's, the probes will tell.
    private async Task<bool> IsSubresourceServedAsync(CancellationToken cancellationToken) =>
        await cluster.GetResourcesAsync("", "v1", cancellationToken) is not ApiAnswer<ImmutableArray<ApiResource>>.Ok { Value: var resources }
        || resources.Any(r => r.Name == "pods/ephemeralcontainers")
        || !resources.Any(r => r.Name == "pods");

    private async Task<ImmutableArray<NamespacePosture>> ProbeAllAsync(
        ScanOptions options,
        Inventory inventory,
        bool subresourceServed,
        IScanProgress progress,
        CancellationToken cancellationToken)
    {
        var prober = new NamespaceProber(new AdmissionProbe(dryRun, options.ProbeImage), options.Profiles, options.RegularControl);
        var postures = new NamespacePosture[inventory.Namespaces.Length];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, postures.Length, parallel, async (i, token) =>
        {
            var ns = inventory.Namespaces[i];
            postures[i] = await JudgeAsync(ns, inventory, options, subresourceServed, prober, token);
            lock (progress)
                progress.NamespacesProbed(++done, postures.Length);
        });
        return [.. postures];
    }

    private static async Task<NamespacePosture> JudgeAsync(
        NamespaceFacts ns,
        Inventory inventory,
        ScanOptions options,
        bool subresourceServed,
        NamespaceProber prober,
        CancellationToken cancellationToken)
    {
        var pods = inventory.Pods[ns.Name];
        var plan = TargetSelector.Choose(pods, options.TargetsPerNamespace, options.Rotation);
        if (!options.Probe)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.ProbingDisabled, "probing is switched off", plan.Skipped);
        if (!subresourceServed)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.SubresourceAbsent, "the server does not serve pods/ephemeralcontainers", plan.Skipped);
        if (plan.Picks.IsEmpty && inventory.Unlisted.TryGetValue(ns.Name, out var unlisted))
            return NamespaceVerdict.Unknown(ns.Name, unlisted.Because, unlisted.Message, plan.Skipped);
        if (pods.Count == 0)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.NoPods, null, plan.Skipped);
        if (plan.Picks.IsEmpty)
            return NamespaceVerdict.Unknown(ns.Name, UnknownReason.NoEligiblePod, null, plan.Skipped);
        var probes = await prober.ProbeAsync(ns, plan, cancellationToken);
        return NamespaceVerdict.Of(ns.Name, probes.Targets, plan.Skipped, probes.RegularControl, probes.RegularControlDeniedBy);
    }
}
