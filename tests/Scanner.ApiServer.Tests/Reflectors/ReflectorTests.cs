using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Reflectors;

public sealed class ReflectorTests : IWatchListener
{
    private static readonly WatchEnd s_closed = new WatchEnd.Closed();

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingCache _cache = new();
    private readonly ScriptedReader _server;
    private readonly List<string> _phases = [];
    private readonly List<string> _restarts = [];
    private WatchStatus? _status;

    public ReflectorTests() => _server = new ScriptedReader { Time = _time };

    [Fact]
    public async Task Run_StreamedList_ThenWatchesOnFromTheLastVersion()
    {
        _server.Watch(s_closed, Added("a1", "3"), End("5"), Added("b1", "6")).Watch(s_closed, Bookmark("9"));
        await RunAsync(3);
        Assert.Equal(["watch from the list", "watch 6", "watch 9"], _server.Requests);
        Assert.Equal("a1 b1", _cache.Content);
        Assert.Equal(["Starting", "Synced"], _phases);
        Assert.Empty(_restarts);
    }

    [Theory]
    [InlineData(422)]
    [InlineData(400)]
    public async Task Run_NoStreamedLists_FallsBackToPagesAtOnceAndForGood(int code)
    {
        _server.WatchRefused(code).List("5", "a1").Watch(s_closed, Bookmark("6")).WatchRefused(410).List("9", "a2");
        await RunAsync(6);
        Assert.Equal(["watch from the list", "list", "watch 5", "watch 6", "list", "watch 9"], _server.Requests);
        Assert.Equal(_server.Times[0], _server.Times[1]);
        Assert.Equal("a2", _cache.Content);
    }

    [Fact]
    public async Task Run_VersionExpired_DeletionsComeFromTheDifferenceAndNotBefore()
    {
        _server.Watch(new WatchEnd.Refused(new ApiStatus { Code = 410 }), Added("a1", "1"), Added("b1", "2"), End("5"))
            .Watch(s_closed, Added("b1", "2"), End("9"));
        await RunAsync(3);
        Assert.Equal(["replace a1 b1", "replace b1"], _cache.Calls);
        Assert.Equal(["expired"], _restarts);
    }

    [Fact]
    public async Task Run_PagesOfDifferentMoments_AreReadAgainInOnePiece()
    {
        _server.WatchRefused(422).List("5", consistent: false, "a1").List("7", "a2");
        await RunAsync(4);
        Assert.Equal(["watch from the list", "list", "list whole", "watch 7"], _server.Requests);
        Assert.Equal(["replace a2"], _cache.Calls);
    }

    [Fact]
    public async Task Run_ConnectionLostOnce_GoesOnWhereItWas()
    {
        _server.Watch(s_closed, Added("a1", "1"), End("5")).WatchFails();
        await RunAsync(3);
        Assert.Equal(["watch from the list", "watch 5", "watch 5"], _server.Requests);
        Assert.Equal(["lost"], _restarts);
    }

    /// <summary>A server that was away may have come back with an older state.</summary>
    [Fact]
    public async Task Run_ConnectionLostAgain_ListsAnewAndKeepsWhatItHasMeanwhile()
    {
        _server.Watch(s_closed, Added("a1", "1"), End("5")).WatchFails().WatchFails();
        await RunAsync(4);
        Assert.Equal(["watch from the list", "watch 5", "watch 5", "watch from the list"], _server.Requests);
        Assert.Equal(["replace a1"], _cache.Calls);
        Assert.Equal(WatchPhase.Lost, _status!.Phase);
    }

    [Fact]
    public async Task Run_TooManyRequests_WaitsAsLongAsAskedAndDoesNotList()
    {
        _server.Watch(s_closed, Added("a1", "1"), End("5")).WatchRefused(429, TimeSpan.FromSeconds(20)).WatchRefused(429, TimeSpan.FromSeconds(20));
        await RunAsync(4);
        Assert.Equal(["watch 5", "watch 5", "watch 5"], _server.Requests.Skip(1));
        Assert.True(_server.Times[2] - _server.Times[1] >= TimeSpan.FromSeconds(20));
        Assert.True(_server.Times[3] - _server.Times[2] >= TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(403, nameof(WatchPhase.Forbidden), "watch", "replace a1")]
    [InlineData(401, nameof(WatchPhase.Forbidden), null, "replace a1")]
    [InlineData(404, nameof(WatchPhase.NotServed), null, "replace a1|forget")]
    public async Task Run_Denied_SaysSoAsksRarelyAndRecovers(int code, string phase, string? verb, string calls)
    {
        _server.Watch(s_closed, Added("a1", "1"), End("5")).WatchRefused(code);
        await RunAsync(2);
        Assert.Equal((phase, verb), (_status!.Phase.ToString(), _status.DeniedVerb));
        Assert.Equal(calls, string.Join('|', _cache.Calls));
        _server.Watch(s_closed, Added("b1", "7"), End("8"));
        await RunOnAsync(4);
        Assert.InRange(_server.Times[2] - _server.Times[1], TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60.1));
        Assert.Equal((WatchPhase.Synced, "b1"), (_status!.Phase, _cache.Content));
    }

    [Fact]
    public async Task Run_ListDenied_NamesTheVerb()
    {
        _server.WatchRefused(422).ListRefused(403);
        await RunAsync(2);
        Assert.Equal("list", _status!.DeniedVerb);
    }

    [Fact]
    public async Task Run_FailuresInARow_PausesGrowAndBeginAnewAfterASuccess()
    {
        _server.WatchFails().WatchFails().WatchFails().WatchFails().Watch(s_closed, End("5"), Bookmark("6")).WatchFails();
        await RunAsync(7);
        var pauses = _server.Times.Zip(_server.Times.Skip(1), (a, b) => (b - a).TotalSeconds).ToList();
        foreach (var (pause, bound) in pauses.Take(4).Zip(new[] { 1.0, 2, 4, 8 }))
            Assert.InRange(pause, bound / 2, bound + 0.1);
        Assert.Equal(0, pauses[4]);
        Assert.InRange(pauses[5], 0.5, 1.1);
    }

    [Fact]
    public async Task Run_Disorder_ListsAnew()
    {
        _server.Watch(new WatchEnd.Stopped(), Added("a1", "1"), End("5"), Added("a3", "8"), Added("a2", "7"));
        await RunAsync(2);
        Assert.Equal(["watch from the list", "watch from the list"], _server.Requests);
        Assert.Equal(["disorder"], _restarts);
    }

    void IWatchListener.Turned(WatchTarget target, TimeSpan wait)
    {
    }

    void IWatchListener.StatusChanged(WatchTarget target, WatchStatus status)
    {
        if (_status?.Phase != status.Phase)
            _phases.Add(status.Phase.ToString());
        _status = status;
    }

    void IWatchListener.Restarted(WatchTarget target, string reason) => _restarts.Add(reason);

    private static Action<IWatchSink<string>> Added(string item, string version) => sink => sink.Event(WatchEventType.Added, item, version);

    private static Action<IWatchSink<string>> Bookmark(string version) => sink => sink.Bookmark(version, initialEventsEnd: false);

    private static Action<IWatchSink<string>> End(string version) => sink => sink.Bookmark(version, initialEventsEnd: true);

    private readonly CancellationTokenSource _stop = new();
    private Task? _run;

    private async Task RunAsync(int requests)
    {
        var target = new WatchTarget(ResourcePath.Core("things"));
        var reflector = new Reflector<string>(_server, target, () => Nothing.Instance, _cache, this, _time);
        await RunOnAsync(requests, () => reflector.RunAsync(_stop.Token));
    }

    // Without a synchronization context, what a timer wakes runs before the clock moves on.
    private Task RunOnAsync(int requests, Func<Task>? start = null) => Task.Run(() =>
    {
        _run ??= start!();
        for (var steps = 0; _server.Requests.Count < requests; steps++)
        {
            Assert.True(steps < 100_000 && !_run.IsFaulted, $"{_run.Exception}: {string.Join(", ", _server.Requests)}");
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return Task.CompletedTask;
    });

    private sealed class Nothing : IObjectReader<string>
    {
        public static readonly Nothing Instance = new();

        public string Read<TReader>(ref TReader reader)
            where TReader : struct, IWireReader, allows ref struct => "";
    }
}
