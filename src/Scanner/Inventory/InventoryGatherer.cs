using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Decoding;
using Scanner.Decoding.Pods;
using Scanner.Probing;

namespace Scanner.Inventory;

/// <summary>Lists namespaces and pods. A list that fails becomes an error of the scan and leaves the rest alone.</summary>
/// <param name="keepsLabels">Policies go by the labels of pods.</param>
internal sealed class InventoryGatherer(IApiServerReader cluster, IScanProgress progress, bool keepsLabels)
{
    /// <summary>Up to so many named namespaces are listed one by one; beyond, one list of all pods costs the server less.</summary>
    public const int MaxSingleLists = 20;

    private readonly ImmutableArray<ScanError>.Builder _errors = ImmutableArray.CreateBuilder<ScanError>();
    private readonly ImmutableArray<MissingPermission>.Builder _missing = ImmutableArray.CreateBuilder<MissingPermission>();
    private readonly Dictionary<string, Unlisted> _unlisted = [];
    private readonly HashSet<string> _unseen = [];
    private readonly Dictionary<string, ImmutableDictionary<string, string>> _labels = [];

    public async Task<ClusterInventory> GatherAsync(ScanOptions options, CancellationToken cancellationToken)
    {
        List<NamespaceFacts> namespaces = [];
        var pods = new PodsByNamespace([], progress);
        try
        {
            namespaces = options.Namespaces.IsEmpty || options.NamespaceSelector is not null
                ? await ListNamespacesAsync(options, cancellationToken)
                : await GetNamespacesAsync(options.Namespaces, cancellationToken);
            namespaces.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            pods = new PodsByNamespace(namespaces.Select(n => n.Name), progress);
            await GatherPodsAsync(options, namespaces, pods, cancellationToken);
            _errors.AddRange(NothingFound(options, namespaces, pods));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What the lists gave until then is shown; of no namespace is it known to be all.
            foreach (var ns in namespaces)
                _unlisted[ns.Name] = Unlisted.Interrupted;
        }

        return new ClusterInventory([.. namespaces], _labels.ToImmutableDictionary(), pods, _unlisted.ToImmutableDictionary(), _errors.ToImmutable(), _missing.ToImmutable());
    }

    private async Task GatherPodsAsync(ScanOptions options, List<NamespaceFacts> namespaces, PodsByNamespace pods, CancellationToken cancellationToken)
    {
        if (options.Pod is { } pod)
            await GetPodAsync(pod, namespaces, pods, cancellationToken);
        else if (options.Namespaces.IsEmpty || namespaces.Count > MaxSingleLists)
            await ListPodsAsync(null, namespaces, pods, cancellationToken);
        else
            await ListPodsOfEachAsync(namespaces, pods, cancellationToken);
    }

    // A typing error in a name or selector must not read like a cluster in which all is well.
    private IEnumerable<ScanError> NothingFound(ScanOptions options, List<NamespaceFacts> namespaces, PodsByNamespace pods)
    {
        if (_errors.Count > 0)
            return [];
        if (namespaces.Count == 0 && options.Namespaces.IsEmpty)
        {
            return [new ScanError(ScanStep.Find("namespaces"), options.NamespaceSelector is { } selector
                ? $"none has the labels {selector}, so nothing was looked at"
                : "the server lists none, so nothing was looked at")];
        }

        var unmatched = options.NamespaceSelector is null ? [] : options.Namespaces.Distinct().Except(namespaces.Select(n => n.Name));
        return
        [
            .. unmatched.Select(n => new ScanError(ScanStep.Find($"namespace {n}"), $"there is none of this name with the labels {options.NamespaceSelector}")),
            .. _unseen.Where(n => pods[n].Count == 0).Select(n => new ScanError(
                ScanStep.Find($"namespace {n}"), "it may not be read and holds no pod, so it may as well not exist")),
        ];
    }

    private async Task<List<NamespaceFacts>> ListNamespacesAsync(ScanOptions options, CancellationToken cancellationToken)
    {
        var list = new CollectedList<LabelledNamespace>();
        var request = new ListRequest(ResourcePath.Core("namespaces")) { LabelSelector = options.NamespaceSelector };
        var answer = await cluster.ListAsync(request, new LabelledNamespaceReader(), list, cancellationToken);
        if (answer is not ApiAnswer<ListResult>.Ok)
            Report(answer, "namespaces");
        return
        [
            .. list.Items.Where(n => options.Namespaces.IsEmpty || options.Namespaces.Contains(n.Facts.Name)).Select(Labelled),
        ];
    }

    private async Task<List<NamespaceFacts>> GetNamespacesAsync(ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var found = new List<NamespaceFacts>();
        foreach (var name in names.Distinct())
        {
            switch (await cluster.GetAsync(ResourcePath.Core("namespaces", name: name), new LabelledNamespaceReader(), cancellationToken))
            {
                case ApiAnswer<LabelledNamespace>.Ok { Value: var labelled }:
                    found.Add(Labelled(labelled));
                    break;

                // Rights inside a namespace do not include reading the namespace itself; its pods will tell more.
                case ApiAnswer<LabelledNamespace>.Refused { Status.IsForbidden: true }:
                    found.Add(new NamespaceFacts(name));
                    _unseen.Add(name);
                    break;

                case var failure:
                    _errors.Add(new ScanError(ScanStep.Get($"namespace {name}"), failure.Describe()));
                    break;
            }
        }

        return found;
    }

    private NamespaceFacts Labelled(LabelledNamespace ns)
    {
        _labels[ns.Facts.Name] = ns.Labels;
        return ns.Facts;
    }

    // No list is needed, and the right to read the pod neither: its name is all that a probe needs.
    private async Task GetPodAsync(string name, List<NamespaceFacts> namespaces, PodsByNamespace pods, CancellationToken cancellationToken)
    {
        foreach (var ns in namespaces.ToList())
        {
            switch (await cluster.GetAsync(ResourcePath.Core("pods", ns.Name, name), new PodReader(() => keepsLabels), cancellationToken))
            {
                case ApiAnswer<PodFacts>.Ok { Value: var facts }:
                    pods.Add(facts);
                    break;

                case ApiAnswer<PodFacts>.Refused { Status.IsForbidden: true }:
                    pods.Add(new PodFacts { Namespace = ns.Name, Name = name, Workload = new WorkloadReference("Pod", name) });
                    break;

                // A verdict on the namespace would be about other pods.
                case var failure:
                    _errors.Add(new ScanError(ScanStep.Get($"pod {ns.Name}/{name}"), failure.Describe()));
                    namespaces.Remove(ns);
                    break;
            }
        }
    }

    private async Task ListPodsOfEachAsync(List<NamespaceFacts> namespaces, PodsByNamespace pods, CancellationToken cancellationToken)
    {
        foreach (var ns in namespaces)
            await ListPodsAsync(ns.Name, [ns], pods, cancellationToken);
    }

    /// <param name="only">The namespace to list, or null for all.</param>
    /// <param name="concerned">What stays unknown when the list fails.</param>
    private async Task ListPodsAsync(string? only, List<NamespaceFacts> concerned, PodsByNamespace pods, CancellationToken cancellationToken)
    {
        if (concerned.Count == 0)
            return;
        var sink = only is null ? (IListSink<PodFacts>)pods : pods.Of(only);
        var answer = await cluster.ListAsync(new ListRequest(ResourcePath.Core("pods", only)), new PodReader(() => keepsLabels), sink, cancellationToken);
        if (answer is ApiAnswer<ListResult>.Ok)
            return;
        Report(answer, "pods", only);
        var unlisted = new Unlisted(Reason(answer), answer.Describe(), answer is ApiAnswer<ListResult>.Refused { Status.IsForbidden: true } ? "list" : null, only);
        foreach (var ns in concerned)
            _unlisted[ns.Name] = unlisted;
    }

    private void Report<T>(ApiAnswer<T> answer, string resource, string? ns = null)
    {
        _errors.Add(new ScanError(ScanStep.List(resource, ns), answer.Describe()));
        if (answer is ApiAnswer<T>.Refused { Status.IsForbidden: true })
            _missing.Add(new MissingPermission("list", resource, ns));
    }

    private static UnknownReason Reason<T>(ApiAnswer<T> answer) => answer switch
    {
        ApiAnswer<T>.Refused { Status: { Code: 401 } or { IsForbidden: true } } => UnknownReason.NoPermission,
        ApiAnswer<T>.Refused { Status.Code: 504 } or ApiAnswer<T>.Failed { Failure.Kind: TransportFailureKind.Timeout } => UnknownReason.Timeout,
        _ => UnknownReason.Error,
    };
}
