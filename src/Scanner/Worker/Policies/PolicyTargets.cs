using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Decoding.Pods;
using Scanner.Policies.Coverage;
using Scanner.Reviews;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Policies;

/// <summary>
/// The namespaces that policies are asked about. Labels of pods are kept from the moment on at which some policy goes by them: then all pods are
/// listed once more, and the watch goes on with labels. Not for concurrent use.
/// </summary>
internal sealed class PolicyTargets(IApiServerReader cluster, ClusterWatch watch, WorkerTime clock)
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_betweenLists = TimeSpan.FromMinutes(1);

    private bool _readsPods;
    private TimeSpan _lookAgain;

    /// <summary>Grows when namespaces have pods of other labels than before, where that matters.</summary>
    public long Changes => _readsPods ? watch.Pods.LabelChanges : 0;

    /// <param name="readsPods">Some policy goes by labels of pods.</param>
    /// <param name="turned">Called again and again.</param>
    public async Task PrepareAsync(bool readsPods, Action turned, CancellationToken cancellationToken)
    {
        _readsPods = readsPods;
        if (!readsPods)
            return;
        watch.Pods.KeepLabels();
        if (clock.Now < _lookAgain)
            return;
        // To look takes a walk over all pods.
        _lookAgain = clock.Now + s_betweenLooks;
        if (!watch.Pods.LacksLabels)
            return;
        // What cannot be listed stays unknown, and the watch says why.
        await cluster.ListAsync(new ListRequest(ResourcePath.Core("pods")), new PodReader(static () => true), new Learning(watch.Pods, turned), cancellationToken);
        _lookAgain = clock.Now + s_betweenLists;
    }

    public NamespaceTarget Of(WatchedNamespace ns)
    {
        var name = ns.Facts.Name;
        var labels = ns.Labels.SetItem(WatchedNamespace.NameLabel, name);
        if (!_readsPods)
            return new NamespaceTarget(name, labels, []);
        var pods = watch.PodStatusIn(name) is { HasList: true } ? LabelledPods.Of(watch.Pods.In(name)) : null;
        return new NamespaceTarget(name, labels, pods ?? []) { ArePodsKnown = pods is not null };
    }

    private sealed class Learning(PodCache pods, Action turned) : IListSink<PodFacts>
    {
        public void Add(PodFacts item) => pods.Learn(item);

        public void Restart()
        {
        }

        public void PageRead(long? remaining) => turned();
    }
}
