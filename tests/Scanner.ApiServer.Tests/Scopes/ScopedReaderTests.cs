using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Scopes;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Scopes;

/// <summary>Two namespaces, a and b, read as one.</summary>
public sealed class ScopedReaderTests
{
    private static readonly ResourcePath s_pods = ResourcePath.Core("pods");
    private static readonly ResourcePath s_namespaces = ResourcePath.Core("namespaces");

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly ScopeRefusals _refusals;

    public ScopedReaderTests() => _refusals = new ScopeRefusals(_time);

    [Fact]
    public async Task List_IsThatOfEachWithAVersionOfEach()
    {
        var cluster = new FakeCluster { Lists = { ["/api/v1/namespaces/a/pods"] = ("7", ["a1", "a2"]), ["/api/v1/namespaces/b/pods"] = ("9", ["b1"]) } };
        var answer = await Scoped(cluster).ListAsync(new ListRequest(s_pods), null!, _sink, CancellationToken.None);
        var list = Assert.IsType<ApiAnswer<ListResult>.Ok>(answer).Value;
        Assert.Equal((";7;9", 3), (list.ResourceVersion, list.Count));
        Assert.Equal(["a1", "a2", "b1"], _sink.Lines);
    }

    /// <summary>The others are not blind for the sake of one, and it is told which that is.</summary>
    [Fact]
    public async Task List_OneIsRefused_IsLeftOut()
    {
        var cluster = new FakeCluster { Lists = { ["/api/v1/namespaces/a/pods"] = ("7", ["a1"]), ["/api/v1/namespaces/b/pods"] = null } };
        var answer = await Scoped(cluster).ListAsync(new ListRequest(s_pods), null!, _sink, CancellationToken.None);
        Assert.Equal(";7;-", Assert.IsType<ApiAnswer<ListResult>.Ok>(answer).Value.ResourceVersion);
        Assert.Equal("list b", string.Join(", ", _refusals.All.Select(r => $"{r.Verb} {r.Path.Namespace}")));
        cluster.Lists["/api/v1/namespaces/b/pods"] = ("8", []);
        await Scoped(cluster).ListAsync(new ListRequest(s_pods), null!, _sink, CancellationToken.None);
        Assert.Empty(_refusals.All);
    }

    [Fact]
    public async Task List_AllAreRefused_IsRefused()
    {
        var cluster = new FakeCluster { Lists = { ["/api/v1/namespaces/a/pods"] = null, ["/api/v1/namespaces/b/pods"] = null } };
        Assert.IsType<ApiAnswer<ListResult>.Refused>(await Scoped(cluster).ListAsync(new ListRequest(s_pods), null!, _sink, CancellationToken.None));
    }

    /// <summary>A server that has just started refuses everybody for a moment: of what was allowed that is an outage.</summary>
    [Fact]
    public async Task List_OneIsRefusedThatWasAllowed_AllIsForHalfAMinute()
    {
        var cluster = new FakeCluster { Lists = { ["/api/v1/namespaces/a/pods"] = ("7", []), ["/api/v1/namespaces/b/pods"] = ("7", []) } };
        await Scoped(cluster).ListAsync(new ListRequest(s_pods), null!, _sink, CancellationToken.None);
        cluster.Lists["/api/v1/namespaces/b/pods"] = null;
        Assert.IsType<ApiAnswer<ListResult>.Refused>(await Scoped(cluster).ListAsync(new ListRequest(s_pods), null!, _sink, CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.IsType<ApiAnswer<ListResult>.Ok>(await Scoped(cluster).ListAsync(new ListRequest(s_pods), null!, _sink, CancellationToken.None));
    }

    [Fact]
    public async Task Watch_StreamedListOfOneIsRefused_TheOthersGoOnWithoutItForFiveMinutes()
    {
        var cluster = new FakeCluster();
        var watch = WatchAsync(cluster, new WatchRequest(s_pods) { SendInitialEvents = true });
        var (a, b) = (cluster.Watches["/api/v1/namespaces/a/pods"], cluster.Watches["/api/v1/namespaces/b/pods"]);
        a.Sink.Opened();
        a.Sink.Bookmark("15", true);
        b.End.SetResult(new WatchEnd.Refused(FakeCluster.Forbidden));
        await WaitAsync(() => _sink.Lines.Count == 2);
        Assert.Equal(["opened", "listed ;15;-"], _sink.Lines);
        a.End.SetResult(new WatchEnd.Closed());
        Assert.IsType<WatchEnd.Closed>(await watch);
        watch = WatchAsync(cluster, new WatchRequest(s_pods) { ResourceVersion = ";15;-" });
        Assert.Equal("15", Assert.Single(cluster.Watches).Value.Request.ResourceVersion);
        cluster.Watches.Values.Single().End.SetResult(new WatchEnd.Closed());
        await watch;
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(410, Assert.IsType<WatchEnd.Refused>(await WatchAsync(cluster, new WatchRequest(s_pods) { ResourceVersion = ";15;-" })).Status.Code);
    }

    [Fact]
    public async Task Watch_OneIsRefusedLater_ListsAnew()
    {
        var cluster = new FakeCluster();
        var watch = WatchAsync(cluster, new WatchRequest(s_pods) { ResourceVersion = ";7;9" });
        cluster.Watches["/api/v1/namespaces/b/pods"].End.SetResult(new WatchEnd.Refused(FakeCluster.Forbidden));
        Assert.Equal(410, Assert.IsType<WatchEnd.Refused>(await watch).Status.Code);
        Assert.Equal("watch", Assert.Single(_refusals.All).Verb);
    }

    [Fact]
    public async Task Watch_AllAreRefused_IsRefused()
    {
        var cluster = new FakeCluster { WatchesRefused = true };
        Assert.Equal(403, Assert.IsType<WatchEnd.Refused>(await WatchAsync(cluster, new WatchRequest(s_pods) { SendInitialEvents = true })).Status.Code);
    }

    [Theory]
    [InlineData("secrets")]
    [InlineData("nodes")]
    public async Task List_OfOtherResources_PassesAsItIs(string resource)
    {
        var cluster = new FakeCluster { Lists = { [$"/api/v1/{resource}"] = ("3", ["x"]) } };
        var answer = await Scoped(cluster).ListAsync(new ListRequest(ResourcePath.Core(resource)), null!, _sink, CancellationToken.None);
        Assert.Equal("3", Assert.IsType<ApiAnswer<ListResult>.Ok>(answer).Value.ResourceVersion);
    }

    /// <summary>A version that was seen of one says nothing of the other: each goes on where it was itself.</summary>
    [Fact]
    public async Task Watch_EachGoesOnWhereItWas()
    {
        var cluster = new FakeCluster();
        var watch = WatchAsync(cluster, new WatchRequest(s_pods) { ResourceVersion = ";7;9" });
        var (a, b) = (cluster.Watches["/api/v1/namespaces/a/pods"], cluster.Watches["/api/v1/namespaces/b/pods"]);
        Assert.Equal(("7", "9"), (a.Request.ResourceVersion, b.Request.ResourceVersion));
        a.Sink.Opened();
        Assert.Empty(_sink.Lines);
        b.Sink.Opened();
        b.Sink.Event(WatchEventType.Modified, "b1", "20");
        a.Sink.Event(WatchEventType.Added, "a1", "8");
        // The same once more, as after a list that was newer than its version.
        a.Sink.Event(WatchEventType.Added, "a1", "8");
        b.Sink.Bookmark("30", false);
        a.End.SetResult(new WatchEnd.Closed());
        Assert.IsType<WatchEnd.Closed>(await watch);
        Assert.Equal(["opened", "Modified b1 ;7;20", "Added a1 ;8;20", "bookmark ;8;30"], _sink.Lines);
        Assert.Empty(cluster.Watches);
    }

    [Fact]
    public async Task Watch_StreamedLists_EndWhenAllHave()
    {
        var cluster = new FakeCluster();
        var watch = WatchAsync(cluster, new WatchRequest(s_pods) { SendInitialEvents = true });
        var (a, b) = (cluster.Watches["/api/v1/namespaces/a/pods"], cluster.Watches["/api/v1/namespaces/b/pods"]);
        a.Sink.Opened();
        b.Sink.Opened();
        a.Sink.Event(WatchEventType.Added, "a1", "12");
        a.Sink.Event(WatchEventType.Added, "a2", "4");
        a.Sink.Bookmark("15", true);
        a.Sink.Event(WatchEventType.Deleted, "a2", "16");
        b.Sink.Event(WatchEventType.Added, "b1", "5");
        b.Sink.Bookmark("18", true);
        b.End.SetResult(new WatchEnd.Closed());
        await watch;
        Assert.Equal(["opened", "Added a1 12", "Added a2 4", "Deleted a2 ;16;", "Added b1 5", "listed ;16;18"], _sink.Lines);
    }

    [Fact]
    public async Task Whole_IsReadWhereAllowed_AndOfEachWhereNot()
    {
        var reports = ResourcePath.Core("reports");
        var cluster = new FakeCluster
        {
            Lists = { ["/api/v1/reports"] = ("9", ["a1", "x1"]), ["/api/v1/namespaces/a/reports"] = ("7", ["a1"]), ["/api/v1/namespaces/b/reports"] = ("8", []) },
        };
        var scoped = Scoped(cluster);
        Assert.Equal("9", Assert.IsType<ApiAnswer<ListResult>.Ok>(await scoped.ListAsync(new ListRequest(reports), null!, _sink, CancellationToken.None)).Value.ResourceVersion);
        var watch = scoped.WatchAsync(new WatchRequest(reports) { ResourceVersion = "9" }, null!, _sink, CancellationToken.None);
        cluster.Watches["/api/v1/reports"].End.SetResult(new WatchEnd.Closed());
        await watch;
        cluster.Lists["/api/v1/reports"] = null;
        Assert.Equal(";7;8", Assert.IsType<ApiAnswer<ListResult>.Ok>(await scoped.ListAsync(new ListRequest(reports), null!, _sink, CancellationToken.None)).Value.ResourceVersion);
        watch = scoped.WatchAsync(new WatchRequest(reports) { SendInitialEvents = true }, null!, _sink, CancellationToken.None);
        cluster.Watches["/api/v1/reports"].End.SetResult(new WatchEnd.Refused(FakeCluster.Forbidden));
        await WaitAsync(() => cluster.Watches.Count == 2);
        cluster.Watches.Values.First().End.SetResult(new WatchEnd.Closed());
        Assert.IsType<WatchEnd.Closed>(await watch);
    }

    [Fact]
    public async Task Watch_VersionsGoBack_IsTooOld()
    {
        var cluster = new FakeCluster();
        var watch = WatchAsync(cluster, new WatchRequest(s_pods) { ResourceVersion = ";7;9" });
        var a = cluster.Watches["/api/v1/namespaces/a/pods"];
        Assert.False(a.Sink.Event(WatchEventType.Modified, "a1", "6"));
        a.End.SetResult(new WatchEnd.Stopped());
        Assert.Equal(410, Assert.IsType<WatchEnd.Refused>(await watch).Status.Code);
        Assert.Empty(_sink.Lines);
    }

    [Fact]
    public async Task Watch_VersionOfOtherNamespaces_IsTooOld() =>
        Assert.Equal(410, Assert.IsType<WatchEnd.Refused>(await WatchAsync(new FakeCluster(), new WatchRequest(s_pods) { ResourceVersion = ";7" })).Status.Code);

    [Fact]
    public async Task Watch_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        var watch = Scoped(new FakeCluster()).WatchAsync(new WatchRequest(s_pods) { ResourceVersion = ";7;9" }, null!, _sink, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [Fact]
    public async Task Namespaces_MayBeListed_AreListedAsEver()
    {
        var cluster = new FakeCluster { Lists = { ["/api/v1/namespaces"] = ("5", ["a", "b", "c"]) } };
        var answer = await Scoped(cluster).ListAsync(new ListRequest(s_namespaces), null!, _sink, CancellationToken.None);
        Assert.Equal("5", Assert.IsType<ApiAnswer<ListResult>.Ok>(answer).Value.ResourceVersion);
        Assert.Equal(0, cluster.RequestsSent);
    }

    /// <summary>Got by name every ten seconds; what was there and is no more is told as deleted, also between a list and its watch.</summary>
    [Fact]
    public Task Namespaces_MayNotBeListed_AreGotByName() => WithoutContext(async () =>
    {
        var cluster = new FakeCluster { Lists = { ["/api/v1/namespaces"] = null }, Objects = { ["a"] = "a1" }, WatchesRefused = true };
        var scoped = Scoped(cluster);
        var list = Assert.IsType<ApiAnswer<ListResult>.Ok>(await scoped.ListAsync(new ListRequest(s_namespaces), null!, _sink, CancellationToken.None)).Value;
        Assert.Equal(["a1"], _sink.Lines);
        _sink.Lines.Clear();
        var watch = scoped.WatchAsync(
            new WatchRequest(s_namespaces) { ResourceVersion = list.ResourceVersion, Timeout = TimeSpan.FromSeconds(25) }, null!, _sink, CancellationToken.None);
        cluster.Objects.Clear();
        cluster.Objects["b"] = "b1";
        _time.Advance(TimeSpan.FromSeconds(10));
        cluster.Objects["b"] = "b2";
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(
            ["opened", "Deleted a1 ;polled", "Added b1 ;polled", "bookmark ;polled", "Modified b2 ;polled", "bookmark ;polled"], _sink.Lines);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(410, Assert.IsType<WatchEnd.Refused>(await watch).Status.Code);
    });

    /// <summary>Every refusal stands in the audit log: one that refuses is asked every five minutes, whichever it is in the order.</summary>
    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public async Task Namespaces_OneMayNotBeGot_IsLeftOutAndRests(string refused, string other)
    {
        var cluster = new FakeCluster { Lists = { ["/api/v1/namespaces"] = null }, Objects = { [other] = "x" }, Refused = { refused } };
        var scoped = Scoped(cluster);
        for (var i = 0; i < 3; i++)
            Assert.IsType<ApiAnswer<ListResult>.Ok>(await scoped.ListAsync(new ListRequest(s_namespaces), null!, _sink, CancellationToken.None));
        Assert.Equal(["x"], _sink.Lines);
        Assert.Equal((1, 3), (cluster.Got.Count(n => n == refused), cluster.Got.Count(n => n == other)));
        _time.Advance(TimeSpan.FromMinutes(5));
        await scoped.ListAsync(new ListRequest(s_namespaces), null!, _sink, CancellationToken.None);
        Assert.Equal(2, cluster.Got.Count(n => n == refused));
    }

    [Fact]
    public Task Namespaces_StreamedListRefused_AreGotAtOnce() => WithoutContext(async () =>
    {
        var cluster = new FakeCluster { Objects = { ["a"] = "a1", ["b"] = "b1" }, WatchesRefused = true };
        var watch = Scoped(cluster).WatchAsync(
            new WatchRequest(s_namespaces) { SendInitialEvents = true, Timeout = TimeSpan.FromSeconds(5) }, null!, _sink, CancellationToken.None);
        Assert.Equal(["opened", "Added a1 ;polled", "Added b1 ;polled", "listed ;polled"], _sink.Lines);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.IsType<WatchEnd.Refused>(await watch);
    });

    // Without a synchronization context, what a timer wakes runs before the clock moves on.
    private static Task WithoutContext(Func<Task> test) => Task.Run(test);

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var turns = 0; !condition(); turns++)
        {
            Assert.True(turns < 1_000_000, "waited in vain");
            await Task.Yield();
        }
    }

    private Task<WatchEnd> WatchAsync(FakeCluster cluster, WatchRequest request) => Scoped(cluster).WatchAsync(request, null!, _sink, CancellationToken.None);

    private ScopedReader Scoped(FakeCluster cluster) => new(cluster, ["a", "b"], p => p.Resource switch { "pods" => ScopeKind.Always, "reports" => ScopeKind.WhereRefused, _ => null }, _refusals, _time);
}
