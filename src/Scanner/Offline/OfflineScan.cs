using System.Collections.Immutable;
using Scanner.Core.Analysis;
using Scanner.Core.Facts;
using Scanner.Core.Posture;
using Scanner.Core.Rules;
using Scanner.Scanning;

namespace Scanner.Offline;

/// <summary>One scan of objects from files: the inventory, RBAC and rules of a scan of a cluster; verdicts are foretold instead of probed.</summary>
internal static class OfflineScan
{
    public static ScanResult Run(OfflineInput input, ScanOptions options, DateTimeOffset startedAt, TimeSpan duration)
    {
        var scope = options.Namespaces.IsEmpty ? input.NamespaceNames : input.NamespaceNames.Intersect(options.Namespaces);
        var known = input.Namespaces.ToDictionary(n => n.Name);
        var result = new ScanResult
        {
            Cluster = new ClusterReference(string.Join(", ", input.Names), null, null, Offline: true),
            StartedAt = startedAt,
            Duration = duration,
            Errors = [.. input.Problems.Select(p => new ScanError($"read {p.Place}", p.Text)), .. Absent(options.Namespaces, scope)],
            NotRead = input.NotRead,
            Namespaces = [.. scope.Select(name => Posture(name, known.GetValueOrDefault(name), input.NotRead))],
            EphemeralContainers = EphemeralContainers(input.Pods, scope),
            // RBAC joins here: input.Roles (resolved), input.Bindings and input.ServiceAccounts are what the lists of a cluster give.
        };
        return Findings.AddTo(result, [], options.LingerAfter, startedAt, options.Exceptions);
    }

    private static NamespacePosture Posture(string name, NamespaceFacts? facts, ImmutableArray<KindCount> notRead) =>
        NamespaceVerdict.Unknown(name, UnknownReason.Offline, null, []) with { Predicted = VerdictPrediction.Of(facts, notRead) };

    private static IEnumerable<ScanError> Absent(ImmutableArray<string> wanted, ImmutableSortedSet<string> there) =>
        wanted.Distinct().Where(n => !there.Contains(n)).Select(n => new ScanError($"find namespace {n}", "nothing in the input is in it"));

    private static ImmutableArray<EphemeralContainerRecord> EphemeralContainers(ImmutableArray<PodFacts> pods, ImmutableSortedSet<string> scope) =>
    [
        .. from pod in pods
           where scope.Contains(pod.Namespace)
           from container in pod.EphemeralContainers
           select new EphemeralContainerRecord(pod.Namespace, pod.Name, pod.Workload.ToString(), container),
    ];
}
