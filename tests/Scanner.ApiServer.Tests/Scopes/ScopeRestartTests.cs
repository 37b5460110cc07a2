using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Scopes;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Scopes;

/// <summary>Two namespaces, a and b, of a server that starts anew, and refuses everybody for a moment each time; and of rights that come.</summary>
public sealed class ScopeRestartTests
{
    private static readonly ResourcePath s_pods = ResourcePath.Core("pods");
    private static readonly ResourcePath s_reports = ResourcePath.Core("reports");
    private static readonly ResourcePath s_namespaces = ResourcePath.Core("namespaces");

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly FakeCluster _cluster = new()
    {
        Lists =
        {
            ["/api/v1/namespaces"] = ("5", ["a", "b"]),
            ["/api/v1/namespaces/a/pods"] = ("5", []),
            ["/api/v1/namespaces/b/pods"] = ("5", []),
            ["/api/v1/reports"] = ("5", []),
            ["/api/v1/namespaces/a/reports"] = ("5", []),
            ["/api/v1/namespaces/b/reports"] = ("5", []),
        },
        Objects = { ["a"] = "a1", ["b"] = "b1" },
    };

    private readonly ScopeRefusals _refusals;
    private readonly ScopedReader _scoped;

    public ScopeRestartTests()
    {
        _refusals = new ScopeRefusals(_time);
        _scoped = new ScopedReader(_cluster, ["a", "b"], p => p == s_pods ? ScopeKind.Always : p == s_reports ? ScopeKind.WhereRefused : null, _refusals, _time);
    }

    /// <summary>Nobody was asked for them by name, and nobody is while the refusal may be that of a server which has just started.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Namespaces_MayBeListed_ARefusalIsNotBelievedForHalfAMinute(bool streamed)
    {
        Assert.Null(await ReadAsync(s_namespaces, streamed));
        Refuse();
        Assert.Equal(403, await ReadAsync(s_namespaces, streamed));
        Assert.Empty(_cluster.Got);
        Assert.Empty(_refusals.All);
        _time.Advance(TimeSpan.FromSeconds(31));
        _cluster.Refused.Remove("a");
        if (streamed)
            await StreamByNameAsync();
        else
            Assert.Null(await ReadAsync(s_namespaces, streamed));
        Assert.Equal(["a", "b"], _cluster.Got);
        Assert.Equal("b", Assert.Single(_refusals.All).Path.Namespace);
    }

    /// <summary>Whether each may be got says nothing any more.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Namespaces_MayBeListedLater_NoneIsLeftOut(bool streamed)
    {
        var (list, takenIn) = (_cluster.Lists["/api/v1/namespaces"], new List<string?>());
        _refusals.TakenIn = r => takenIn.Add(r.Path.Namespace);
        _cluster.Lists["/api/v1/namespaces"] = null;
        _cluster.Refused.Add("a");
        await ReadAsync(s_namespaces, streamed: false);
        Assert.Equal("a", Assert.Single(_refusals.All).Path.Namespace);
        _cluster.Lists["/api/v1/namespaces"] = list;
        Assert.Null(await ReadAsync(s_namespaces, streamed));
        Assert.Empty(_refusals.All);
        Assert.Equal(["a"], takenIn);
    }

    /// <summary>It answers twice within half a minute, and is away between.</summary>
    [Theory]
    [InlineData("namespaces", false)]
    [InlineData("namespaces", true)]
    [InlineData("pods", false)]
    [InlineData("pods", true)]
    [InlineData("reports", false)]
    [InlineData("reports", true)]
    public async Task ServerDiesAndStartsAgain_ItsRefusalsAreNotBelieved(string resource, bool streamed)
    {
        var path = ResourcePath.Core(resource);
        Assert.Null(await ReadAsync(path, streamed));
        Refuse();
        Assert.Equal(403, await ReadAsync(path, streamed));
        _cluster.IsDown = true;
        Assert.Equal(0, await ReadAsync(path, streamed));
        _cluster.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(403, await ReadAsync(path, streamed));
        Assert.Empty(_refusals.All);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(403, await ReadAsync(path, streamed));
        Assert.Empty(_refusals.All);
    }

    /// <summary>The same where each is got by name: the list of all was never allowed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Namespaces_GotByName_ServerDiesAndStartsAgain_NoneIsLeftOut(bool whileGetting)
    {
        _cluster.Lists["/api/v1/namespaces"] = null;
        Assert.Null(await ReadAsync(s_namespaces, streamed: false));
        _cluster.Refused.Add("b");
        Assert.Equal(403, await ReadAsync(s_namespaces, streamed: false));
        if (whileGetting)
            _cluster.IsDownFor = "a";
        else
            _cluster.IsDown = true;
        Assert.Equal(0, await ReadAsync(s_namespaces, streamed: false));
        (_cluster.IsDown, _cluster.IsDownFor) = (false, null);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(403, await ReadAsync(s_namespaces, streamed: false));
        Assert.Empty(_refusals.All);
    }

    /// <summary>A right that is really taken is told in the end.</summary>
    [Fact]
    public async Task ServerStays_ItsRefusalIsBelievedAfterHalfAMinute()
    {
        await ReadAsync(s_pods, streamed: true);
        Refuse();
        await ReadAsync(s_pods, streamed: true);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(403, await ReadAsync(s_pods, streamed: true));
        Assert.Equal(["a", "b"], _refusals.All.Select(r => r.Path.Namespace));
    }

    private void Refuse()
    {
        foreach (var path in _cluster.Lists.Keys.ToList())
            _cluster.Lists[path] = null;
        _cluster.Refused.UnionWith(["a", "b"]);
        _cluster.WatchesRefused = true;
    }

    /// <returns>Null for what was read, else the status, which is 0 where there was no answer.</returns>
    private async Task<int?> ReadAsync(ResourcePath path, bool streamed)
    {
        if (!streamed)
        {
            return await _scoped.ListAsync(new ListRequest(path), null!, _sink, CancellationToken.None) switch
            {
                ApiAnswer<ListResult>.Ok => null,
                ApiAnswer<ListResult>.Refused { Status.Code: var code } => code,
                _ => 0,
            };
        }

        var watch = _scoped.WatchAsync(new WatchRequest(path) { SendInitialEvents = true }, null!, _sink, CancellationToken.None);
        if (watch.IsCompleted)
            return await watch is WatchEnd.Refused { Status.Code: var refused } ? refused : 0;
        foreach (var one in _cluster.Watches.Values.ToList())
        {
            one.Sink.Opened();
            one.Sink.Bookmark("5", initialEventsEnd: true);
        }

        // As a server that is killed under its watches.
        _cluster.Watches.Values.First().End.SetResult(new WatchEnd.Failed(FakeCluster.Failure));
        await watch;
        return null;
    }

    // Its watch lasts until it is cancelled.
    private async Task StreamByNameAsync()
    {
        using var stop = new CancellationTokenSource();
        var watch = _scoped.WatchAsync(new WatchRequest(s_namespaces) { SendInitialEvents = true }, null!, _sink, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }
}
