using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.DryRuns;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Inventory;
using Scanner.Policies.Coverage;
using Scanner.Policies.Engines;
using Scanner.Policies.Objects;
using Scanner.Probing;
using Scanner.Reviews;

namespace Scanner.Scans;

/// <summary>
/// One scan of a cluster, of some namespaces or of one pod: inventory, probes, verdicts, findings. One namespace that fails leaves the
/// others alone.
/// </summary>
internal sealed class ClusterScan(IApiServerReader cluster, IDryRunClient dryRun, TimeProvider time)
{
    /// <summary>Requests of a connection for probes alone.</summary>
    public Func<int> RequestsBeside { get; init; } = () => 0;

    /// <summary>Called when a part of the work is over, to give memory back that what follows does not need.</summary>
    public Action Tidy { get; init; } = static () => { };

    /// <summary>What namespaces were before, where somebody remembers; a scan by itself does not.</summary>
    public IReadOnlyDictionary<string, Verdict> Earlier { get; init; } = ImmutableDictionary<string, Verdict>.Empty;

    public async Task<ScanResult> RunAsync(
        ScanOptions options,
        ClusterReference reference,
        IScanProgress progress,
        CancellationToken cancellationToken)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var parts = new ScanParts
        {
            Cluster = reference,
            StartedAt = startedAt,
            Now = startedAt,
            NamespacesOnly = options.NamespacesOnly,
            LingerAfter = options.LingerAfter,
            Exceptions = options.Exceptions,
        };
        try
        {
            var contact = await ServerContact.MakeAsync(cluster, cancellationToken);
            parts = contact.AddTo(parts);
            if (!contact.IsLost)
                parts = await GatherAsync(parts, options, contact.Minor, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            parts = parts with { Errors = [.. parts.Errors, ScanError.Interrupted] };
        }

        return Composition.Of(parts with { Duration = time.GetElapsedTime(start), Requests = cluster.RequestsSent + RequestsBeside() }).Result;
    }

    private async Task<ScanParts> GatherAsync(
        ScanParts parts, ScanOptions options, int? minor, IScanProgress progress, CancellationToken cancellationToken)
    {
        Tidy();
        var subresource = await ServerContact.FindSubresourceAsync(cluster, cancellationToken);
        // First, because they say what must be known of pods.
        var policies = options.Policies ? await new PolicyGatherer(cluster).GatherAsync(cancellationToken) : null;
        var set = policies is null ? null : new PolicySet(policies.ToPolicyObjects(), minor ?? PolicyEngines.NewestMinor);
        var inventory = await new InventoryGatherer(cluster, progress, set is { ReadsPods: true }).GatherAsync(options, cancellationToken);
        var rbac = options.Rbac ? await new RbacGatherer(cluster).GatherAsync(options.Namespaces, cancellationToken) : null;
        var namespaces = await ProbeAllAsync(options, inventory, subresource, progress, cancellationToken);
        Tidy();
        ImmutableArray<ScanError> interrupted = cancellationToken.IsCancellationRequested ? [ScanError.Interrupted] : [];
        parts = parts with
        {
            Namespaces = namespaces,
            Rbac = rbac?.Posture,
            Errors = [.. parts.Errors, .. inventory.Errors, .. rbac?.Errors ?? [], .. policies?.Errors ?? [], .. interrupted],
            Missing = [.. inventory.Missing, .. rbac?.Missing ?? []],
        };
        return set is null ? parts : await WithPoliciesAsync(parts, options, set, inventory, policies!, cancellationToken);
    }

    private async Task<ScanParts> WithPoliciesAsync(
        ScanParts parts, ScanOptions options, PolicySet set, ClusterInventory inventory, PolicyInventory policies, CancellationToken cancellationToken)
    {
        var isWhole = options is { Namespaces.IsEmpty: true, NamespaceSelector: null };
        var targets = parts.Namespaces.Select(n => Target(n.Posture.Name, inventory)).ToList();
        var reading = set.Read(targets, isWhole);
        var comparison = new PredictionComparison(new ProbedPods(cluster), new Predictions(set, policies.UnreadNames, options.ProbeImage), reading.Policies);
        return parts with
        {
            Namespaces = await comparison.CompareAsync(parts.Namespaces, targets, cancellationToken),
            Engines = set.Engines,
            Outdated = isWhole ? [.. OutdatedVersions.OfServer(parts.Cluster.Version ?? "", set.Objects), .. OutdatedVersions.OfEngines(set.Engines)] : [],
            Policies = reading.Policies,
            OpenWebhooks = reading.OpenWebhooks,
            UnreadPolicies = policies.Missing,
        };
    }

    private async Task<ImmutableArray<NamespaceParts>> ProbeAllAsync(
        ScanOptions options,
        ClusterInventory inventory,
        SubresourceService subresource,
        IScanProgress progress,
        CancellationToken cancellationToken)
    {
        var sweep = new NamespaceSweep(new NamespaceJudge(dryRun, options, subresource), inventory, progress);
        var known = await sweep.RunAsync(options.Concurrency, cancellationToken);
        return [.. inventory.Namespaces.Select((ns, i) => NamespaceParts.Of(Remember(known[i] ?? Unasked(ns.Name)) with { PodSecurity = ModesOf(ns.Name, inventory) }, inventory.Pods[ns.Name]))];
    }

    private static NamespaceTarget Target(string ns, ClusterInventory inventory)
    {
        var labels = inventory.Labels.GetValueOrDefault(ns);
        var pods = inventory.Unlisted.ContainsKey(ns) ? null : LabelledPods.Of(inventory.Pods[ns]);
        return new NamespaceTarget(ns, labels ?? ImmutableDictionary<string, string>.Empty, pods ?? []) { AreLabelsKnown = labels is not null, ArePodsKnown = pods is not null };
    }

    private static PodSecurityModes? ModesOf(string ns, ClusterInventory inventory) =>
        inventory.Labels.TryGetValue(ns, out var labels) ? PodSecurityModes.Of(labels) : null;

    private NamespacePosture Remember(NamespacePosture ns) =>
        Earlier.TryGetValue(ns.Name, out var verdict) && verdict != ns.Verdict ? ns with { EarlierVerdict = verdict } : ns;

    private static NamespacePosture Unasked(string ns) => NamespaceVerdict.Unknown(ns, Unlisted.Interrupted.Because, Unlisted.Interrupted.Message, []);
}
