using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Worker.Caches;

namespace Scanner.Tests.Worker.Caches;

public sealed class CacheTests
{
    private readonly RecordingListener _listener = new();

    [Fact]
    public void Namespaces_EachChange_IsToldAsWhatItMeans()
    {
        var cache = new NamespaceCache(_listener, []);
        Set(cache, "a", labels: 1, uid: 1);
        Assert.Equal(["appeared a"], _listener.Take());
        Set(cache, "a", labels: 1, uid: 1);
        Assert.Empty(_listener.Take());
        Set(cache, "a", labels: 2, uid: 1);
        Assert.Equal(["guard a"], _listener.Take());
        // Deleted and made anew while nobody looked.
        Set(cache, "a", labels: 2, uid: 7);
        Assert.Equal(["gone a", "appeared a"], _listener.Take());
        cache.Remove(new ObjectKey(null, "a"));
        Assert.Equal(["gone a"], _listener.Take());
        cache.Remove(new ObjectKey(null, "a"));
        Assert.Empty(_listener.Take());
    }

    [Fact]
    public void Namespaces_NotInScope_AreNotThere()
    {
        var cache = new NamespaceCache(_listener, ["b"]);
        Set(cache, "a", 1, 1);
        Set(cache, "b", 1, 2);
        Assert.Equal(["b"], cache.All.Select(n => n.Name));
        Assert.Equal(["appeared b"], _listener.Take());
    }

    [Fact]
    public void Namespaces_Replaced_WhatIsMissingHasGone()
    {
        var cache = new NamespaceCache(_listener, []);
        Set(cache, "a", 1, 1);
        Set(cache, "b", 1, 2);
        _listener.Take();
        cache.Replace(new Dictionary<ObjectKey, WatchedNamespace> { [new ObjectKey(null, "b")] = Namespace("b", 3, 2) });
        Assert.Equal(["gone a", "guard b"], _listener.Take());
    }

    [Fact]
    public void Namespaces_AlikeInLabels_ShareThem_AndTheListIsTheSameUntilOneChanges()
    {
        var cache = new NamespaceCache(_listener, []);
        Set(cache, "b", "blue");
        Set(cache, "a", "blue");
        var before = cache.Labelled;
        Assert.Equal(["a", "b"], before.Select(n => n.Facts.Name));
        Assert.Same(before[0].Labels, before[1].Labels);
        Set(cache, "a", "blue");
        Assert.True(before == cache.Labelled);
        Set(cache, "a", "red");
        Assert.Equal(["red", "blue"], cache.Labelled.Select(n => n.Labels["team"]));
        cache.Remove(new ObjectKey(null, "b"));
        Assert.Equal(["a"], cache.Labelled.Select(n => n.Facts.Name));
    }

    [Fact]
    public void Pods_FirstAndNewWorkload_AreToldOthersAreNot()
    {
        var cache = new PodCache(_listener);
        Set(cache, Pod("web-1", "web"));
        Assert.Equal(["pods ns"], _listener.Take());
        Set(cache, Pod("web-2", "web"));
        Set(cache, Pod("web-1", "web") with { Phase = PodPhase.Succeeded });
        Assert.Empty(_listener.Take());
        Set(cache, Pod("db-1", "db"));
        Assert.Equal(["pods ns"], _listener.Take());
        cache.Remove(new ObjectKey("ns", "web-1"));
        Assert.Empty(_listener.Take());
        // The last pod of a workload, whose answer may have decided.
        cache.Remove(new ObjectKey("ns", "db-1"));
        Assert.Equal(["pods ns"], _listener.Take());
        cache.Remove(new ObjectKey("ns", "web-2"));
        Assert.Equal(["pods ns"], _listener.Take());
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void Pods_Replaced_WhatIsMissingHasGone()
    {
        var cache = new PodCache(_listener);
        Set(cache, Pod("web-1", "web"));
        Set(cache, Pod("web-2", "web"));
        cache.Replace(new Dictionary<ObjectKey, PodFacts> { [new ObjectKey("ns", "web-2")] = Pod("web-2", "web") });
        Assert.Equal(["web-2"], cache.In("ns").Select(p => p.Name));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Pods_EphemeralContainers_ComeAndGoWithTheirPods()
    {
        var cache = new PodCache(_listener);
        var container = new EphemeralContainerFacts { Name = "debug", Image = "busybox" };
        Set(cache, Pod("b", "b") with { EphemeralContainers = [container] });
        Assert.Equal(["pods ns", "inventory"], _listener.Take());
        Set(cache, Pod("a", "a"));
        Assert.Equal(["pods ns"], _listener.Take());
        Assert.Equal(["b"], cache.WithEphemeralContainers().Select(p => p.Name));
        Set(cache, Pod("a", "a") with { EphemeralContainers = [container] });
        Assert.Equal(["inventory"], _listener.Take());
        Assert.Equal(["a", "b"], cache.WithEphemeralContainers().Select(p => p.Name));
        Set(cache, Pod("a", "a") with { EphemeralContainers = [container with { }], Phase = PodPhase.Failed });
        Assert.Empty(_listener.Take());
        Set(cache, Pod("a", "a") with { EphemeralContainers = [container with { State = ContainerState.Terminated }] });
        cache.Remove(new ObjectKey("ns", "b"));
        Assert.Equal(["inventory", "pods ns", "inventory"], _listener.Take());
        Assert.Equal(["a"], cache.WithEphemeralContainers().Select(p => p.Name));
    }

    [Fact]
    public void Pods_PodMovesToAnotherWorkload_BothAreTold()
    {
        var cache = new PodCache(_listener);
        Set(cache, Pod("one", "a"));
        Set(cache, Pod("two", "a"));
        _listener.Take();
        Set(cache, Pod("two", "b"));
        Assert.Equal(["pods ns"], _listener.Take());
        Set(cache, Pod("one", "b"));
        Assert.Equal(["pods ns"], _listener.Take());
        Assert.Equal((2, false), (cache.Count, cache.IsEmpty("ns")));
    }

    /// <summary>Snapshots ask for them all the time.</summary>
    [Fact]
    public void Namespaces_NothingChanged_AreTheSameArray()
    {
        var cache = new NamespaceCache(_listener, []);
        Set(cache, "b", 1, 1);
        Set(cache, "a", 1, 2);
        var before = cache.All;
        Set(cache, "a", 2, 2);
        Assert.True(before == cache.All);
        cache.Remove(new ObjectKey(null, "b"));
        Assert.Equal(["a"], cache.All.Select(n => n.Name));
    }

    /// <summary>Twenty thousand pods repeat a few names.</summary>
    [Fact]
    public void Pods_OfOneWorkload_ShareItsTexts()
    {
        var cache = new PodCache(_listener);
        Set(cache, Pod("web-1", new string("web")));
        Set(cache, Pod("web-2", new string("web")));
        var pods = cache.In("ns");
        Assert.Same(pods[0].Workload, pods[1].Workload);
    }

    [Theory]
    [InlineData(null, "guards")]
    [InlineData("ns", "guard ns")]
    public void Guards_ChangesOnly_AreTold(string? ns, string line)
    {
        var cache = new GuardCache(_listener);
        var key = new ObjectKey(ns, "a");
        cache.Set(key, new GuardFacts(ns, "a", 1));
        Assert.Equal([line], _listener.Take());
        cache.Set(key, new GuardFacts(ns, "a", 1));
        Assert.Empty(_listener.Take());
        cache.Set(key, new GuardFacts(ns, "a", 2));
        Assert.Equal([line], _listener.Take());
        cache.Forget();
        Assert.Equal([line], _listener.Take());
        cache.Forget();
        Assert.Empty(_listener.Take());
    }

    /// <summary>At the start nothing rests on what was before; a kind that comes later has changed what admission depends on.</summary>
    [Theory]
    [InlineData(true, new string[0], 1)]
    [InlineData(false, new[] { "guards" }, 1)]
    public void Guards_FirstList_IsAChangeOnlyAfterTheStart(bool isStarting, string[] told, int policies)
    {
        var cache = new GuardCache(_listener) { IsStarting = () => isStarting };
        var before = _listener.PolicyChanges;
        cache.Replace(new Dictionary<ObjectKey, GuardFacts> { [new ObjectKey(null, "a")] = new(null, "a", 1) });
        Assert.Equal(told, _listener.Take());
        Assert.Equal(policies, _listener.PolicyChanges - before);
        cache.Replace(new Dictionary<ObjectKey, GuardFacts> { [new ObjectKey(null, "a")] = new(null, "a", 2) });
        Assert.Equal(["guards"], _listener.Take());
    }

    private static void Set(NamespaceCache cache, string name, ulong labels, ulong uid) => cache.Set(new ObjectKey(null, name), Namespace(name, labels, uid));

    private static void Set(PodCache cache, PodFacts pod) => cache.Set(new ObjectKey(pod.Namespace, pod.Name), pod);

    private static void Set(NamespaceCache cache, string name, string team) => cache.Set(new ObjectKey(null, name), new WatchedNamespace(
        new NamespaceFacts(name), ImmutableSortedDictionary<string, string>.Empty.Add("team", team), (ulong)team.Length, 1));

    private static WatchedNamespace Namespace(string name, ulong labels, ulong uid) => new(new NamespaceFacts(name), ImmutableSortedDictionary<string, string>.Empty, labels, uid);

    private static PodFacts Pod(string name, string workload) => new() { Namespace = "ns", Name = name, Workload = new WorkloadReference("Deployment", workload), Phase = PodPhase.Running };
}
