using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.DryRuns;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Exposures;
using Scanner.Inventory;
using Scanner.Probing;

namespace Scanner.Scans;

/// <summary>One scan of one cluster: inventory, probes, verdicts, findings. One namespace that fails leaves the others alone.</summary>
internal sealed class ClusterScan(IApiServerReader cluster, IDryRunClient dryRun, TimeProvider time)
{
    public async Task<ScanResult> RunAsync(
        ScanOptions options,
        ClusterReference reference,
        IScanProgress progress,
        CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var start = time.GetTimestamp();
        var contact = await ServerContact.MakeAsync(cluster, cancellationToken);
        var errors = ImmutableArray.CreateBuilder<ScanError>();
        if (contact.Error is { } error)
            errors.Add(error);
        var result = new ScanResult { Cluster = reference with { Version = contact.Version }, StartedAt = startedAt, Duration = TimeSpan.Zero };
        if (contact.IsLost)
            return result with { Duration = time.GetElapsedTime(start), Requests = cluster.RequestsSent, Errors = errors.ToImmutable() };
        var subresource = await IsSubresourceServedAsync(cluster, cancellationToken);
        var inventory = await new InventoryGatherer(cluster, progress).GatherAsync(options, cancellationToken);
        errors.AddRange(inventory.Errors);
        var rbac = options.Rbac ? await new RbacGatherer(cluster).GatherAsync(options.Namespaces, cancellationToken) : null;
        errors.AddRange(rbac?.Errors ?? []);
        var namespaces = await ProbeAllAsync(options, inventory, subresource, progress, cancellationToken);
        result = result with
        {
            Duration = time.GetElapsedTime(start),
            Requests = cluster.RequestsSent,
            Errors = errors.ToImmutable(),
            Namespaces = namespaces,
            EphemeralContainers = EphemeralContainers(inventory),
            Rbac = rbac?.Posture,
            Exposures = rbac is null ? [] : ExposureFinder.Of(namespaces, rbac.Posture),
        };
        return RuleRunner.AddTo(result, [.. inventory.Missing, .. rbac?.Missing ?? []], options.LingerAfter, startedAt, options.Exceptions);
    }

    private static ImmutableArray<EphemeralContainerRecord> EphemeralContainers(ClusterInventory inventory) =>
    [
        .. from ns in inventory.Namespaces
           from pod in inventory.Pods[ns.Name]
           from container in pod.EphemeralContainers
           select new EphemeralContainerRecord(pod.Namespace, pod.Name, pod.Workload.ToString(), container),
    ];

    /// <summary>Before 1.23 a feature gate can be off. Where discovery cannot be read, or reads like somebody else's, the probes will tell.</summary>
    public static async Task<bool> IsSubresourceServedAsync(IApiServerReader cluster, CancellationToken cancellationToken) =>
        await cluster.GetResourcesAsync("", "v1", cancellationToken) is not ApiAnswer<ImmutableArray<ApiResource>>.Ok { Value: var resources }
        || resources.Any(r => r.Name == "pods/ephemeralcontainers")
        || !resources.Any(r => r.Name == "pods");

    private async Task<ImmutableArray<NamespacePosture>> ProbeAllAsync(
        ScanOptions options,
        ClusterInventory inventory,
        bool subresourceServed,
        IScanProgress progress,
        CancellationToken cancellationToken)
    {
        var judge = new NamespaceJudge(dryRun, options, subresourceServed);
        var postures = new NamespacePosture[inventory.Namespaces.Length];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, postures.Length, parallel, async (i, token) =>
        {
            var ns = inventory.Namespaces[i];
            postures[i] = await judge.JudgeAsync(ns, inventory.Pods[ns.Name], inventory.Unlisted.GetValueOrDefault(ns.Name), token);
            lock (progress)
                progress.NamespacesProbed(++done, postures.Length);
        });
        return [.. postures];
    }
}
